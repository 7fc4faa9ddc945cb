"""Tables: how Chinese writes dates, times, numbers and units."""

WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6,
            "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5}

DAY_PARTS = {
    "上午": "am", "早上": "am", "清晨": "am", "早晨": "am", "凌晨": "night", "今晨": "am", "早": "am", "中午": "noon",
    "正午": "noon",
    "下午": "pm", "午后": "pm", "傍晚": "pm", "晚上": "evening", "晚间": "evening", "夜间": "evening",
    "当晚": "evening", "今晚": "evening",
    "深夜": "evening", "晚": "evening", "夜里": "evening",
}

CLOCK_WORDS = {"正午": 720, "中午": 720, "午夜": 0, "子夜": 0, "零时": 0, "零点": 0, "半夜": 0}

ZONES = {
    "北京时间": "China", "中国标准时间": "China", "中国时间": "China", "上海时间": "China", "香港时间": "Hong Kong",
    "新加坡时间": "Singapore", "伦敦时间": "UK", "英国时间": "UK", "英国夏令时间": "BST", "英国夏令时": "BST",
    "英国夏季时间": "BST",
    "格林尼治标准时间": "UTC", "格林尼治平均时间": "UTC", "格林尼治时间": "UTC", "格林威治标准时间": "UTC",
    "格林威治时间": "UTC",
    "格林尼治平时": "UTC", "协调世界时": "UTC", "世界协调时间": "UTC", "世界协调时": "UTC", "世界标准时间": "UTC",
    "世界时": "UTC",
    "欧洲中部夏令时间": "CEST", "欧洲中部夏令时": "CEST", "中欧夏令时间": "CEST", "中欧夏令时": "CEST",
    "欧洲中部时间": "CET",
    "中欧时间": "CET", "巴黎时间": "Europe", "柏林时间": "Europe", "布鲁塞尔时间": "Europe", "日内瓦时间": "Europe",
    "莫斯科时间": "Moscow", "东京时间": "Japan", "日本时间": "Japan", "日本标准时间": "Japan", "首尔时间": "Korea",
    "韩国时间": "Korea", "韩国标准时间": "Korea", "美国东部时间": "US Eastern", "美东时间": "US Eastern",
    "纽约时间": "US Eastern",
    "美国东部夏令时间": "EDT", "美国东部夏令时": "EDT", "美国东部标准时间": "EST", "美国太平洋时间": "US Pacific",
    "太平洋时间": "US Pacific", "太平洋标准时间": "PST", "印度标准时间": "India", "当地时间": "local",
    "本地时间": "local",
    "UTC": "UTC", "GMT": "UTC", "BST": "BST", "CET": "CET", "CEST": "CEST", "CST": "China",
    "HKT": "Hong Kong",
    "JST": "Japan",
    "KST": "Korea", "MSK": "Moscow", "EST": "EST", "EDT": "EDT",
}

SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}

SEASON_WORDS = {
    "春季": ("spring",), "春天": ("spring",), "春学期": ("spring",), "春日": ("spring",), "今春": ("spring",),
    "夏季": ("summer",), "夏天": ("summer",), "夏日": ("summer",), "暑期": ("summer",), "暑假": ("summer",),
    "夏令营": ("summer",), "今夏": ("summer",), "夏学期": ("summer",),
    "秋季": ("autumn",), "秋天": ("autumn",), "秋学期": ("autumn",), "秋日": ("autumn",), "金秋": ("autumn",),
    "今秋": ("autumn",), "冬季": ("winter",), "冬天": ("winter",), "冬日": ("winter",), "寒假": ("winter",),
    "冬令营": ("winter",), "今冬": ("winter",), "冬学期": ("winter",),
}
"""What part of the year, where none is given."""

OFTEN = {"每年": "year", "年度": "year", "每季度": "quarter", "季刊": "quarter", "每月": "month", "每个月": "month",
         "月度": "month", "月刊": "month", "每周": "week", "每星期": "week", "周刊": "week", "周报": "week",
         "每日": "day", "每天": "day", "每小时": "hour"}
"""How often, where it need not be said."""

TO = r"(?:\s*[-–—−―‒~～〜－]+\s*|\s*(?:至|到|直至|直到)\s*)"

TIME_UNITS = {
    "秒钟": "second", "秒": "second", "分钟": "minute", "小时": "hour", "个小时": "hour", "个钟头": "hour",
    "钟头": "hour", "学时": "hour",
    "课时": "hour", "天": "day", "昼夜": "day", "个工作日": "day", "工作日": "day", "个自然日": "day", "夜": "night",
    "晚": "night",
    "个晚上": "night", "个夜晚": "night", "周": "week", "个星期": "week", "星期": "week", "个礼拜": "week",
    "礼拜": "week", "个周": "week",
    "个月": "month", "个季度": "quarter-year", "季度": "quarter-year", "年": "year", "个年头": "year", "年间": "year",
    "载": "year",
    "整年": "year", "整天": "day", "整周": "week", "个整年": "year", "个世纪": "century", "世纪": "century",
    "个学期": "term",
    "学期": "term", "个学年": "year", "学年": "year", "财年": "year", "刻钟": "quarter-hour", "个昼夜": "day",
    "个年代": "decade",
    "日": "day", "个月份": "month", "个半小时": "hour", "个半月": "month",
}

MEASURES = {
    "毫米": "millimetre", "厘米": "centimetre", "公分": "centimetre", "米": "metre", "公里": "kilometre",
    "千米": "kilometre",
    "华里": "li", "里": "li", "英里": "mile", "英尺": "foot", "英寸": "inch", "码": "yard", "海里": "nautical-mile",
    "光年": "light-year", "微米": "micrometre", "纳米": "nanometre", "克": "gram", "斤": "jin", "公斤": "kilogram",
    "千克": "kilogram", "吨": "tonne", "毫克": "milligram", "磅": "pound-weight", "升": "litre", "公升": "litre",
    "毫升": "millilitre",
    "平方米": "square-metre", "平米": "square-metre", "公顷": "hectare", "平方公里": "square-kilometre",
    "平方千米": "square-kilometre",
    "英亩": "acre", "亩": "mu", "平方英尺": "square-foot", "平方英里": "square-mile", "立方米": "cubic-metre",
    "瓦": "watt",
    "千瓦": "kilowatt", "兆瓦": "megawatt", "吉瓦": "gigawatt", "千瓦时": "kilowatt-hour", "度电": "kilowatt-hour",
    "兆瓦时": "megawatt-hour", "吉瓦时": "gigawatt-hour", "伏": "volt", "伏特": "volt", "千伏": "kilovolt",
    "赫兹": "hertz",
    "兆赫": "megahertz", "吉赫": "gigahertz", "兆字节": "byte-mega", "吉字节": "byte-giga", "太字节": "byte-tera",
    "摄氏度": "celsius", "℃": "celsius", "°C": "celsius", "华氏度": "fahrenheit", "度": "degree", "°": "degree",
    "公里每小时": "kilometre-per-hour", "km": "kilometre", "kg": "kilogram", "mm": "millimetre",
    "cm": "centimetre",
    "m": "metre", "MW": "megawatt", "kW": "kilowatt", "GW": "gigawatt", "kWh": "kilowatt-hour",
    "GB": "byte-giga",
    "TB": "byte-tera", "MB": "byte-mega", "GHz": "gigahertz", "MHz": "megahertz", "Hz": "hertz",
    "ml": "millilitre",
    "nm": "nanometre", "mg": "milligram", "g": "gram", "㎡": "square-metre", "m²": "square-metre",
    "km²": "square-kilometre",
    "km/h": "kilometre-per-hour", "公里/小时": "kilometre-per-hour", "千米/小时": "kilometre-per-hour",
    "公里/时": "kilometre-per-hour",
}

CURRENCIES = {
    "美元": "USD", "美金": "USD", "英镑": "GBP", "欧元": "EUR", "日元": "JPY", "日圆": "JPY", "港元": "HKD",
    "港币": "HKD", "港幣": "HKD",
    "人民币": "CNY", "元人民币": "CNY", "元": "CNY", "块钱": "CNY", "块": "CNY", "圆": "CNY", "瑞士法郎": "CHF",
    "瑞郎": "CHF",
    "澳元": "AUD", "澳大利亚元": "AUD", "加元": "CAD", "加拿大元": "CAD", "新加坡元": "SGD", "新元": "SGD",
    "韩元": "KRW", "韩币": "KRW",
    "卢布": "RUB", "新台币": "TWD", "卢比": "INR", "RMB": "CNY", "USD": "USD", "GBP": "GBP", "EUR": "EUR",
    "CNY": "CNY", "元/人": "CNY",
}
"""Behind a number."""

CURRENCY_SIGNS = {
    "人民币": "CNY", "美金": "USD", "港币": "HKD", "RMB": "CNY", "CNY": "CNY", "USD": "USD", "US$": "USD",
    "GBP": "GBP",
    "EUR": "EUR", "HK$": "HKD", "HKD": "HKD", "A$": "AUD", "C$": "CAD", "$": "USD", "£": "GBP", "€": "EUR",
    "¥": "CNY", "￥": "CNY",
    "JPY": "JPY", "＄": "USD", "￡": "GBP",
}
"""Before a number."""

COUNTERS = [
    "个", "位", "名", "家", "所", "项", "场", "次", "届", "期", "批", "件", "条", "篇", "本", "部", "份", "轮", "种",
    "类", "款", "套", "座", "支",
    "只", "辆", "艘", "架", "栋", "幢", "间", "层", "楼", "章", "节", "页", "行", "列", "组", "队", "班", "枚", "张",
    "幅", "块", "片", "段", "步",
    "倍", "人", "校", "国", "地", "方", "城", "省", "市", "县", "区", "院", "系", "科", "门", "堂", "岁", "周岁",
    "户", "口", "头", "棵", "株", "颗",
    "粒", "把", "台", "道", "幕", "首", "曲", "集", "回", "遍", "趟", "级", "等", "号", "室", "厅", "馆", "点", "大",
    "强", "佳", "联", "册", "卷",
    "版", "面", "边", "对", "双", "重", "样", "封",
    "员", "字", "词", "句", "题", "例", "起", "宗", "则", "笔", "盏", "扇", "朵", "串",
    "副", "顶", "桩", "席", "票", "洲", "郡", "乡", "镇", "村", "岛", "餐", "顿", "针", "剂", "圈", "职", "园", "厂",
    "店", "讲", "声", "旬",
    "分", "局", "胜", "环", "关", "档", "桌", "床", "瓶", "杯", "碗", "盒", "包", "袋", "箱", "车", "站", "处", "线",
    "路", "代", "者", "成员", "单位",
    "国家", "大学", "高校", "学校", "企业", "公司", "机构", "城市", "代表", "学生", "博士", "教授", "专家", "学者",
    "嘉宾", "观众", "年级", "周年", "星级", "小龙", "巨头",
    "人次", "架次", "车次", "部门", "学院", "省份", "地区", "主题", "领域", "方面", "小组", "阶段", "层次", "合作",
    "会员", "分会", "论坛",
    "研究生", "志愿者", "演讲", "报告", "论文", "作品", "奖项", "项目", "届别", "分", "米高", "余",
]
"""Behind a number in characters: without one of these, or a unit, 一 to 九 are no number."""

PAIRS_AT_MOST = "国地校者岸方侧端会边院厅"
"""Behind 两 (and the like) in words that say "both": 两国, 双方, 三方."""

FIRST = [
    "首届", "首次", "首个", "首批", "首家", "首位", "首场", "首期", "首轮", "首创", "首名", "首所", "首部", "首套",
    "首款", "首座", "首支", "首条",
    "首篇", "首项", "首任", "首日", "首度", "首站", "首航", "首发", "首例", "首枚", "首台", "首本", "首年", "首演",
    "首映", "首展", "首卷", "首册",
    "首辑", "首版",
]
PLACES = {"冠军": 1, "亚军": 2, "季军": 3, "二战": 2, "一战": 1, "二线": 2, "三线": 3, "一线": 1, "二手": 2,
           "次日": 2, "翌日": 2,
          "大一": 1, "大二": 2, "大三": 3, "大四": 4, "研一": 1, "研二": 2, "研三": 3}

MULTIPLES = {
    "翻了一番": 2, "翻一番": 2, "翻番": 2, "翻了一倍": 2, "翻一倍": 2, "翻倍": 2, "加倍": 2, "倍增": 2, "翻了番": 2,
    "翻了两番": 4, "翻两番": 4,
    "翻了三番": 8, "翻三番": 8,
}

HALVES = {"一半": True, "半数": True, "各半": True, "减半": True, "过半": False, "大半": False, "对半": False,
          "近半": True, "半价": False}
"""True where it states a half."""

EVERY_OTHER = {"隔年": "year", "隔周": "week", "隔日": "day", "隔天": "day", "隔月": "month"}

HALF_UNITS = {
    "半年": "year", "半天": "day", "半日": "day", "半个月": "month", "半小时": "hour", "半个小时": "hour",
    "半个世纪": "century",
    "半学期": "term", "半学年": "year", "半个学期": "term", "半周": "week", "半个钟头": "hour", "半分钟": "minute",
    "半载": "year",
    "半个多世纪": "century", "半个多小时": "hour", "半年多": "year", "半个多月": "month", "半晌": "day",
}

GROWS = r"(?:增长|增加|提高|上升|扩大|提升|上涨|增多|多|高|快|超出|激增|猛增|涨|增)了?(?:约|近|超过|逾|超|将近)?"
"""Before N倍: then the whole is N + 1 times what it was."""

AS_MUCH = r"(?:到|至|为|是|达|达到|成|的)(?:了)?(?:约|近|原来的|超过|逾)?"
"""Before N倍: then the whole is N times."""

NO_NUMBER = [
    r"一带一路", r"一国两制", r"双一流", r"三峡", r"五台山", r"五道口", r"七匹狼", r"三位一体", r"四面八方",
    r"千方百计", r"五湖四海", r"百花齐放",
    r"三国演义", r"三国时期", r"八方来客", r"八方宾客", r"一心一意", r"万众创新", r"大众创业", r"三维", r"二维码",
    r"二维", r"四维",
    r"(?<![点时])十分(?=[^之钟])", r"成千上万", r"成百上千", r"百年大计", r"千人计划", r"万人计划", r"百人计划",
    r"二氧化碳", r"三角洲", r"长三角",
    r"珠三角", r"三农", r"两会",
    r"一揽子", r"一系列", r"一体化", r"一站式", r"一次性", r"一对一", r"面对面", r"第一时间", r"一方面", r"另一方面",
    r"一年一度", r"一一",
    r"独一无二", r"不一", r"唯一", r"统一", r"同一", r"单一", r"进一步", r"一步到位", r"下一步", r"新一代", r"下一代",
    r"这一代", r"一代(?:人|又一代)",
    r"九五折", r"八折", r"七夕", r"十字路口", r"八卦", r"四合院", r"十里洋场", r"五金", r"三明治", r"百货", r"百科",
    r"百姓", r"千家万户", r"千山万水",
    r"万里长城", r"长城万里", r"九寨沟", r"八达岭", r"四川", r"三亚", r"九江", r"六安", r"万州", r"三星", r"百度",
    r"十堰", r"三明", r"六朝",
    r"五年(?=规划|计划)", r"四个现代化", r"百家争鸣", r"百团大战", r"三三两两", r"三年五载", r"两全其美", r"一举两得",
    r"一石二鸟", r"三言两语",
    r"四通八达", r"七上八下", r"五颜六色", r"五彩缤纷", r"六神无主", r"十全十美", r"十项全能", r"百折不挠",
    r"百里挑一", r"千载难逢", r"千变万化",
    r"万事如意", r"万无一失", r"九牛一毛", r"三思", r"再三", r"三番五次", r"二话不说", r"两难", r"零距离", r"零碳",
    r"零排放", r"零售", r"零件", r"零部件",
    r"一区", r"两江新区", r"两岸", r"八方", r"四方", r"半导体", r"半岛", r"半球", r"半成品", r"半途", r"上半场",
    r"下半场", r"三点一线", r"三足鼎立",
    r"六一(?=儿童节)", r"五一(?=劳动节|假期|国际)", r"十一(?=黄金周|假期|长假)", r"五四(?=青年|运动)", r"一席之地",
    r"一臂之力", r"一流", r"一定",
    r"一切", r"一般", r"一直", r"一起", r"一同", r"一些", r"一边", r"一路", r"一道", r"一方", r"一大批", r"一批批",
    r"一场场", r"一代代", r"(?<!十)一点(?=[^半一二三四五0-9整钟])",
    r"有一点", r"一部分", r"一线", r"买[一二两三]送[一二]", r"买[一二两三]赠[一二]", r"三个臭皮匠",
    r"朝九晚[五六七八九十]", r"朝三暮四", r"百闻不如一见",
    r"八仙(?=过海)", r"四库全书", r"万分(?!之)", r"十有八九",
    r"十之八九", r"八九不离十", r"三六九等", r"三十六计", r"七十二变", r"二百五", r"一个巴掌拍不响",
    r"十八般", r"三里屯", r"六里桥", r"八里台", r"三门峡", r"八宝山", r"五棵松", r"十里河", r"七里河", r"九龙",
    r"三部曲",
    r"三好学生", r"三令五申", r"三教九流", r"三生有幸", r"一年四季", r"三天两头", r"五位一体", r"两弹一星", r"第三方",
    r"三重奏", r"四重奏", r"五重奏", r"五线谱", r"四季(?=如春|分明|常青)", r"两院院士", r"三甲", r"五星红旗", r"千禧",
    r"两个一百年", r"千千万万", r"十万八千里", r"三个代表", r"二十四节气", r"三步并作两步", r"九曲", r"五脏", r"万能",
    r"(?<![0-9一二三四五六七八九十百千])万一(?![十百千])", r"万象", r"万物", r"千万(?=要|不|别|记)", r"24/7",
    r"7[×xX*]24(?:小时)?",
    r"50/50", r"五五开", r"(?<!分)之一", r"一度", r"二十国集团", r"七国集团", r"七十七国集团",
    r"三百六十行", r"三百六十度", r"零点(?=突破)",
    
]
"""Names and turns of phrase whose characters are no numbers."""

FIVE_YEAR_PLAN = r"[“\"「]?(?P<n>十[一二三四五六七]?|[一二三四五六七八九])[·‧]?五[”\"」]?" + (
    r"(?=规划|计划|时期|期间|以来|开局|收官|末|目标|重点|国家|[”\"」])")
"""The 14th Five-Year Plan is the "ten-four-five"."""

PARTY_CONGRESS = r"(?:党的|中共)?(?P<n>十[一二三四五六七八九]|二十|十)大" + (
    r"(?=报告|精神|以来|召开|会议|代表|提出|闭幕|开幕)")

VAGUE = "数几好多若"
"""Before 百, 千, 万, 亿: some hundreds, which is no number."""

LABELS = ["模块", "附件",
          "方案", "专题", "主题", "议题", "阶段", "部分", "单元", "案例", "板块", "环节", "课题", "任务",
          "课程", "附录", "卷",
          "图", "表", "组", "场景", "目标", "步骤"]
"""Before a lone numeral that counts what it stands behind: 模块三."""

PHASES = {
    "年初": "early", "月初": "early", "世纪初": "early", "上旬": "early", "初期": "early", "年代初": "early",
    "中旬": "mid", "中叶": "mid",
    "年代中期": "mid", "年底": "late", "年末": "late", "月底": "late", "月末": "late", "世纪末": "late",
    "下旬": "late", "年代末": "late",
}
"""What part of a month, year, decade or century."""

PARTS = {"上午": ("am",), "早上": ("am",), "早晨": ("am",), "清晨": ("am",), "下午": ("pm",), "午后": ("pm",),
         "傍晚": ("pm", "evening"),
         "晚上": ("evening",), "晚间": ("evening",), "当晚": ("evening",), "今晚": ("evening",), "夜间": ("evening",)}
"""What part of a day, where no time is given."""

ORDERS = {"数十万": 5, "数十": 1, "数百万": 6, "数百": 2, "数千万": 7, "数千": 3, "数万": 4, "数亿": 8, "几十万": 5,
          "几十": 1,
          "几百万": 6, "几百": 2, "几千万": 7, "几千": 3, "几万": 4, "几亿": 8, "上百万": 6, "上百": 2, "上千万": 7,
          "上千": 3,
          "上万": 4, "上亿": 8}
"""How many noughts a vague number has."""
