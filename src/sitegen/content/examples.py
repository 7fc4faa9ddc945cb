"""An example of each field, as it is typed behind the field's name: for the reference of fields and for editors."""

EXAMPLES: dict[str, dict[str, str]] = {
    "an event": {
        "type": "workshop", "subtitle": "With tea", "also_known_as": "[RD]", "start": "2026-05-14 10:00",
        "end": "2026-05-14 16:00", "timezone": "Asia/Shanghai", "fold": "second", "status": "cancelled",
        "status_note": "{date: 2026-05-10, text: The hall was flooded.}", "previous_start": "[2026-04-02 10:00]",
        "attendance": "hybrid",
        "location": "{name: Drum Tower Hall, street: 22 Hankou Road, city: Nanjing, country: CN}",
        "planned_location": "drum-tower", "online_url": "https://example.org/repair-day/", "organizers": "[nanjing]",
        "roles": "[{organisation: leeds, role: co-organiser}]", "sponsor": "[leeds]", "funder": "[leeds]",
        "speakers": "[{person: li-ming}]", "sessions": "[{id: lunch, kind: break, title: Lunch}]",
        "series": "repair-days", "edition": "2", "languages": "[zh, en]", "audience": "Students of engineering",
        "access": "open", "free": "yes", "registration": '{url: "https://example.org/register/", closes: 2026-05-07}',
        "recording": "https://example.org/video/", "reports": "[2026-05-20-repair-day-results]", "sequence": "1",
        "uid": "repair-day-2026@example.org", "display_timezones": "[Europe/London]", "not_recorded": "[location]",
    },
    "a news item": {
        "date": "2026-05-20", "source": '{name: A success, url: "https://example.org/success/"}',
    },
    "a publication": {
        "date": "2026-06", "abstract": "What to prepare and whom to ask.", "publisher": "[nanjing]",
        "files": "[{file: guide.pdf, language: en}]", "identifier": "10.1234/repair.2026", "license": "CC-BY-4.0",
        "part_of": "2026-05-14-repair-day", "isPartOf": "2026-05-14-repair-day", "recordedAt": "2026-05-14-repair-day",
        "type": "report",
    },
    "a session": {
        "id": "opening", "kind": "panel", "part": "Morning", "title": "Why machines are thrown away",
        "description": "Three answers and a kettle.", "start": "10:15", "end": "11:00", "location": "Room 2",
        "languages": "[en]", "organizers": "[leeds]", "roles": "[{organisation: leeds, role: host}]",
        "speakers": "[{person: li-ming, role: chair}]", "documents": "[{file: slides.pdf, language: en}]",
        "recording": "https://example.org/video/",
    },
    "a speaker": {
        "person": "li-ming", "role": "chair", "name": "Ann Guest", "job_title": "Watchmaker", "affiliation": "nanjing",
    },
    "a role": {
        "organisation": "leeds", "role": "co-organiser",
    },
    "a place": {
        "name": "{en: Drum Tower Hall, zh: 鼓楼礼堂}", "street": "{en: 22 Hankou Road, zh: 汉口路22号}",
        "city": "{en: Nanjing, zh: 南京}", "region": "Jiangsu", "postcode": '"210093"', "country": "CN",
        "announcedLater": "yes", "id": "drum-tower", "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a document": {
        "title": "Programme", "file": "programme.pdf", "url": "https://example.org/travel.pdf", "language": "en",
        "size": "120000", "pages": "4",
    },
    "a picture": {
        "src": "bench.jpg", "alt": "Two students bend over an open kettle", "caption": "It was the fuse.",
        "credit": '"Photo: Li Ming"',
    },
    "a status note": {
        "text": "The hall was flooded.", "date": "2026-05-10",
    },
    "a registration": {
        "url": "https://example.org/register/", "opens": "2026-03-01", "closes": "2026-05-07 18:00",
    },
    "a source": {
        "name": "Repair day a success", "url": "https://example.org/success/", "publisher": "Campus Weekly",
    },
    "a correction": {
        "date": "2026-05-22", "text": "It was 41 machines.",
    },
    "a translation's origin": {
        "from": "en", "by": "Wang Fang", "reviewed_by": "Li Ming", "date": "2026-05-21", "method": "human",
    },
    "a person": {
        "id": "li-ming", "name": "{en: Li Ming, zh: 李明}", "family_name": "{en: Li, zh: 李}",
        "given_name": "{en: Ming, zh: 明}", "prefix": "{en: Prof, zh: 教授}", "also_known_as": "[Lee Ming]",
        "not": "[Li Min]", "job_title": "{en: Professor of repair, zh: 维修学教授}", "affiliation": "nanjing",
        "description": "{en: Mends everything., zh: 什么都修。}", "profiles": '["https://example.cn/li-ming/"]',
        "identifier": "0000-0002-1825-0097", "image": "{src: people/li-ming.jpg, alt: Li Ming}", "image_consent": "yes",
        "page": "no", "sort_key": "{zh: li ming}", "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a member": {
        "id": "leeds", "name": "{en: University of Leeds, zh: 利兹大学}", "also_known_as": "[UoL]",
        "not": "[Leeds Uni]",
        "legal_name": "The University of Leeds", "url": "https://www.leeds.ac.uk/", "email": "office@example.org",
        "logo": "logos/leeds.svg", "description": "{en: A university., zh: 一所大学。}",
        "address": "{city: Leeds, country: GB}", "identifier": "https://ror.org/024mrxd33", "parent": "nanjing",
        "profiles": '["https://example.org/leeds/"]', "founded": "1904", "dissolved": "2030",
        "sort_key": "{zh: lizi daxue}", "waive": "[{code: W-NAME, reason: It is spelt so.}]",
        "coordinates": "53.8067, -1.5550", "membership": "{role: member, start: 2026-11}",
    },
    "a membership": {
        "role": "[lead, secretariat]", "start": "2014", "end": "2026-06",
    },
    "a timeline entry": {
        "id": "charter", "start": "2014-09-01", "end": "2014-09-03",
        "name": "{en: The charter is signed, zh: 签署章程}",
        "description": "{en: In three languages., zh: 有三种文本。}", "location": "{en: Nanjing, zh: 南京}",
        "about": "[nanjing]", "event": "2026-05-14-repair-day", "state": "planned", "circa": "yes",
        "source": "{name: Campus Weekly}", "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a series": {
        "id": "repair-days", "name": "{en: Repair days, zh: 维修日}",
        "description": "{en: Once a year., zh: 每年一次。}",
        "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a topic": {
        "id": "repair", "name": "{en: Repair, zh: 维修}", "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a glossary entry": {
        "en": "knowledge transfer", "zh": "知识转移", "aliases": "[KT]", "not": "[知识转让]",
        "note": "The ministry's wording.",
        "waive": "[{code: W-NAME, reason: It is spelt so.}]",
    },
    "a page": {
        "title": "Repair day", "description": "A day on machines that can be mended.", "slug": "repair-day",
        "aliases": "[/old/repair.html]", "tags": "[repair, members]", "draft": "yes", "published": "2026-12-01 09:00",
        "updated": "2026-11-20", "author": "[li-ming, nanjing]", "about": "[2026-05-14-repair-day]",
        "mentions": "[2026-05-14-repair-day]", "corrections": "[{date: 2026-05-22, text: It was 41.}]",
        "photos": "[{src: bench.jpg, alt: A bench}]", "image": "{src: bench.jpg, alt: A bench}",
        "documents": "[{file: programme.pdf, language: en}]", "featured": "yes", "bilingual": "yes",
        "translation": "{from: en, by: Wang Fang}", "translated": "{zh: {from: en, by: Wang Fang}}",
        "extra": "{colour: blue}", "date": "2026-03-05",
    },
    "a site": {
        "title": "{en: Our network, zh: 我们的网络}", "description": "{en: A network., zh: 联盟。}",
        "base_url": "https://example.org/network/", "timezone": "Europe/London",
        "languages": "[{code: en, name: English}, {code: zh, name: 中文}]", "navigation": "[events, about]",
        "page_size": "20", "members_complete": "no", "members_as_of": "2026-11-01",
        "display_timezones": "[Asia/Shanghai]", "region_names": "{GB: {en: Britain, zh: 英国}}",
        "organisation": "{name: Our network, founded: 2014}", "press": "{email: press@example.org}",
        "footer": "[{title: Contact, url: /contact/}]", "card_font": "templates/fonts/NotoSansSC-Regular.otf",
        "programme_fonts": "[templates/fonts/NotoSansSC-Regular.otf]",
        "keep": "[CNAME]", "gone": "[/old-project/, /zh/news/x/]", "plugins": "[house-style]",
        "translation": "{news: hide}", "outputs": "[pages]", "checks": "{W-LONG: off, W-DASH: error}",
        "spelling": "british", "limits": "{page_bytes: 100000}",
    },
    "a language": {
        "code": "zh", "locale": "zh_Hans_CN", "lang": "zh-Hans", "name": "中文", "script": "han", "from": "zh",
    },
    "a press contact": {
        "name": "{en: Press office, zh: 新闻办公室}", "email": "press@example.org", "phone": "+44 28 9000 0000",
        "about": "{en: We teach engineers., zh: 我们培养工程师。}",
    },
    "a footer link": {
        "title": "{en: Contact, zh: 联系我们}", "url": "/contact/",
    },
    "a policy": {
        "policy": "hide", "bilingual": "yes", "origin": "required", "complete": "100", "stale": "10",
        "publish_at": "50",
    },
}
"""By the subject of the table that reads them."""

EXAMPLES |= {each: EXAMPLES["a page"] | EXAMPLES[each] for each in ("an event", "a news item", "a publication")}
EXAMPLES |= {"an organisation": EXAMPLES["a member"], "the consortium": EXAMPLES["a member"],
             "an address": EXAMPLES["a place"]}
