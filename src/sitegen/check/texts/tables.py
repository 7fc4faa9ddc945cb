"""The words that rules of texts know: tables to read and to add to, one entry a word."""


def _words(table: str) -> list[str]:
    return table.split()


def _cells(table: str) -> list[str]:
    """The cells of a table that are parted by | or lines."""
    return [cell.strip() for cell in table.replace("\n", "|").split("|") if cell.strip()]


LINK_WORDS = frozenset(_cells("""
click here|here|read more|more|this link|this page|link|this|learn more|find out more|details|download|see here|
点击这里|点击此处|点此|这里|此处|更多|了解更多|查看更多|阅读更多|详情|下载|链接|点击查看
"""))
"""Words of a link that do not say what it leads to, in small letters."""

BRACKETS = {"(": ")）", "[": "]", "{": "}", "（": "）)", "“": "”", "「": "」", "『": "』", "《": "》", "【": "】"}
"""What opens, and what may close it."""

MULTI_PARAGRAPH = frozenset("“「『")
"""A quotation that goes on opens again in the next paragraph, and is closed in the last one only."""

FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}

INSTITUTIONS = frozenset(_words("""
大学 学院 学校 中学 小学 高校 医院 公司 集团 企业 银行 中心 协会 学会 商会
联盟 基金 究院 究所 政府 委会 员会 金会 验室
书馆 物馆 版社 报社 使馆 领馆 事馆 代表 教授 博士 先生 女士
"""))
"""Two characters with which names of bodies and people end."""

ISE = _words("""
organ real recogn emphas summar util optim maxim minim modern special standard central global general priorit
commercial industrial digital custom visual final character critic categor sympath normal local author social
harmon mobil revital stabil symbol urban internal external formal legal material neutral orient capital colon
""")
"""Stems that are written with -ise or -ize."""

BRITISH_AMERICAN = """
centre center|centres centers|colour color|colours colors|behaviour behavior|
labour labor|favour favor|honour honor|neighbour neighbor|analyse analyze|analysed analyzed|catalogue catalog|
defence defense|travelled traveled|modelling modeling|fulfil fulfill|theatre theater|kilometre kilometer|
kilometres kilometers|fibre fiber|grey gray|ageing aging|
labelled labeled|enrolment enrollment|skilful skillful|cancelled canceled
"""
"""British spelling, American spelling."""

SPELLING_PAIRS = tuple((pair.split()[0], pair.split()[1]) for pair in _cells(BRITISH_AMERICAN))

HYPHENATED = frozenset(_words("""
intensive based led driven wide oriented specific related level income term scale funded friendly centred
centered
"""))
"""Second halves of compounds that a page writes with a hyphen or without, not both."""

KNOWN_ACRONYMS = frozenset(_words("""
BBC BSc MSc PhD CEO CNN CSV DNA DOI DVD EPUB FAQ GDP GMT GPS HTML HTTP HTTPS IBM ICT ISBN ISO JPEG JSON MBA MIT
NASA NATO NGO OECD ORCID PDF PNG RNA ROR RSS SME STEM SVG UNESCO UNICEF URL USA USB UTC VIP WHO WTO XML XLSX
YAML CET CEST BST CST MSK TBC ASEAN BRICS COVID HIV AIDS LED LCD RAM CPU GPU SIM SMS USD GBP EUR CNY RMB API UTF
ASCII CAD
"""))
"""Capitals that everybody reads, or that are longer when they are spelt out than they are clear."""

JOINED_WORDS = frozenset(_words("""
GitLab iPhone iPad YouTube LinkedIn GitHub JavaScript TypeScript WeChat PowerPoint OpenAI DeepMind PayPal FaceTime
BioTech MacBook QuickTime eBay OneDrive SharePoint OpenStreetMap ResearchGate EasyChair WordPress AliCloud
"""))
"""Capitals inside a word that belong there."""

NAME_BEGINNINGS = ("Mc", "Mac", "De", "Le", "La", "Van", "O'", "O’", "Di", "Du", "Fitz", "Al", "El", "Von", "Da")
"""How family names with a second capital begin."""

GLUED_ENDINGS = "building|making|sharing|planning|learning|training|teaching|based|driven|related|oriented|wide"
GLUED_STEMS = "ship|tion|sion|ment|ity|ance|ence|ology"
"""`partnershipbuilding`: a word that ends like a noun, and another one behind it."""

DANGLING = frozenset(_words("""
and or but the a an of to in for with by at from on as that which 和 与 及 或 以及 的 在 由 从 向 对
"""))
"""No text ends in one of these."""

CUT_OFF = frozenset({"Co.", "Mr.", "Mrs.", "Ms.", "Dr.", "Prof."})
"""Shortenings that something follows."""

REPEATED = frozenset(_words("""
new various different important major key global international significant relevant effective innovative
"""))
"""Adjectives that are seldom meant twice: `the new ecology of new university research`."""

MAY_REPEAT = frozenset(_words("""
that had very no is bye ha long so far many more again blah yeah knock
"""))
"""Words that may stand twice in a row."""

HAN_REPEAT = "的了在和是与及或被把将对从向由为"
"""Characters that are a slip when they stand twice."""

DOWNLOADS = ("download", "下载")
MONTHS = _words("""
January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul
Aug Sep Sept Oct Nov Dec
""")
TITLE_WORDS = frozenset(_words("""
mr mrs ms mx dr prof professor sir dame
"""))

NUMBER_WORDS = {word: number for number, row in enumerate("""
two 二 两|three 三|four 四|five 五|six 六|seven 七|eight 八|nine 九|ten 十|eleven|twelve|thirteen|fourteen|fifteen|
sixteen|seventeen|eighteen|nineteen|twenty
""".replace("\n", "").split("|"), 2) for word in row.split()} | {"一": 1}
"""Numbers as words; Chinese ones above ten are put together of these."""

COUNTRY_WORDS = {word: cell.partition(":")[0] for cell in _cells("""
GB: UK British 英国 英方|CN: Chinese 中国 中方|IE: Irish 爱尔兰|FR: French 法国|DE: German 德国|US: American 美国|
NL: Dutch 荷兰|IT: Italian 意大利|ES: Spanish 西班牙|SE: Swedish 瑞典|DK: Danish 丹麦|NO: Norwegian 挪威|
FI: Finnish 芬兰|JP: Japanese 日本|KR: Korean 韩国|SG: Singaporean 新加坡|AU: Australian 澳大利亚|CA: Canadian 加拿大
""") for word in cell.partition(":")[2].split()}
"""How texts say in which country something is."""
