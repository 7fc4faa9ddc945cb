"""One translation is put into a catalogue as writing the whole catalogue anew would, where that is certain."""

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.scripts import fold, nfc
from sitegen.translation.extraction import Message, SourceText, messages
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.one_entry import with_translation
from sitegen.translation.writing import update

CHINESE = Locale.parse("zh_CN")
PAGE = "content/events/x"
CONTEXT = f"{PAGE}#paragraph"
WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1).map(
    lambda words: fold(nfc(words))).filter(bool)
SENTENCE = "We invite all partners to speak about open innovation, and to stay for tea in the long hall."
HEAD = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLAIN = f'msgctxt "{CONTEXT}"\nmsgid "A text."\nmsgstr "旧"\n'


def asked(*texts: str) -> tuple[Message, ...]:
    return messages([SourceText(PAGE, "paragraph", words, f"{PAGE}.en.md", number, "", ())
                     for number, words in enumerate(texts, start=1)])


def updated(old: str, wanted: tuple[Message, ...], given: dict[str, str]) -> str:
    found = [entry for entry in read_entries(old, path="x.po")[0] if fold(entry.msgid) not in given]
    new = [Entry(0, CONTEXT, source, "", ((0, words, 0),), fuzzy=False, obsolete=False)
           for source, words in given.items()]
    return update([*found, *new], wanted, CHINESE)


@settings(max_examples=40)
@given(st.lists(WORDS.map("Text {}".format), min_size=1, max_size=5, unique=True), WORDS, st.data())
def test_it_is_what_writing_the_whole_gives(texts: list[str], words: str, data: st.DataObject) -> None:
    wanted = asked(*texts)
    translated = data.draw(st.dictionaries(st.sampled_from(texts), WORDS))
    old = updated("", wanted, translated)
    source = data.draw(st.sampled_from(texts))
    made = with_translation(old, CONTEXT, source, words)
    assert made is not None
    assert made == updated(old, wanted, {source: words})


@pytest.mark.parametrize("words", ["短", "长" * 60, 'a "b" \\ c', SENTENCE])
def test_a_draft_is_none_any_more(words: str) -> None:
    before = updated("", asked(SENTENCE), {SENTENCE: "旧的译文"})
    changed = SENTENCE.replace("tea", "coffee")
    draft = update(read_entries(before, path="x.po")[0], asked(changed), CHINESE)
    assert "#, fuzzy" in draft and "#| " in draft
    made = with_translation(draft, CONTEXT, changed, words)
    assert made == updated(draft, asked(changed), {changed: words})
    assert made is not None and "fuzzy" not in made and "#|" not in made


def test_everything_else_stays() -> None:
    around = (f'{HEAD}\n# By hand.\n#. Heading: x\n#: x.md:3\n#, fuzzy, no-wrap\n{PLAIN}'
              '\n#~ msgid "gone"\n#~ msgstr "无"\n')
    made = with_translation(around, CONTEXT, "A text.", "新")
    assert made == around.replace("#, fuzzy, no-wrap", "#, no-wrap").replace('"旧"', '"新"')


@pytest.mark.parametrize("text", [
    "", HEAD, f"{HEAD}\n{PLAIN}\n{PLAIN}", f"{HEAD}\n#, fuzzy\n\n{PLAIN}", f'{HEAD}\n{PLAIN}\n"more"\n',
    f"{HEAD}\n{PLAIN}{PLAIN.replace('A text', 'Another')}", f"{HEAD}\n#~ {PLAIN}".replace("\nmsg", "\n#~ msg"),
    f"{HEAD}\n{PLAIN.replace('msgstr', 'msgid_plural')}msgstr[0] \"旧\"\n", f"{HEAD}\n{PLAIN}".replace("\n", "\r\n"),
    f'{HEAD}\n{PLAIN}stray\n',
], ids=["nothing", "a header", "two", "a mark above", "words below", "no blank line", "gone", "plural", "DOS", "slip"])
def test_whatever_is_not_plain_is_left_to_who_writes_the_whole(text: str) -> None:
    assert with_translation(text, CONTEXT, "A text.", "新") is None
    assert with_translation(f"{HEAD}\n{PLAIN}", CONTEXT, "A text.", "新") == f"{HEAD}\n{PLAIN.replace('旧', '新')}"
