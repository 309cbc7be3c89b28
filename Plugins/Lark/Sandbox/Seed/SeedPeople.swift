/// The people of Yunshan Technology (云杉科技), a company that does not exist.
enum SeedPeople {
  /// Product manager; the seeded user token speaks for her.
  static let lin = person(
    "lin.xiaoyu", "林晓雨", "Lin Xiaoyu", "13800000001", "产品经理", "product", "上海")
  /// Leads the platform engineers; the app may write into his calendar.
  static let chen = person(
    "chen.siyuan", "陈思远", "Chen Siyuan", "13800000002", "平台技术负责人", "platform", "上海")
  static let wang = person(
    "wang.fang", "王芳", "Wang Fang", "13800000003", "设计师", "design", "杭州")
  /// In New York, where daylight saving time comes and goes.
  static let david = person(
    "david.miller", "David Miller", "David Miller", "+12125550104", "Head of Sales", "sales",
    "New York", zone: "America/New_York")
  static let zhao = person(
    "zhao.lei", "赵磊", "Zhao Lei", "13800000005", "运维工程师", "platform", "上海")
  /// The app sees only when she is busy.
  static let zhou = person(
    "zhou.min", "周敏", "Zhou Min", "13800000006", "人力资源", "people", "上海")
  /// Outside the app's availability.
  static let liu: Person = {
    var liu = person("liu.yang", "刘洋", "Liu Yang", "13800000007", "财务", "finance", "上海")
    liu.isAvailable = false
    return liu
  }()
  /// Has left the company.
  static let sun: Person = {
    var sun = person("sun.qian", "孙倩", "Sun Qian", "13800000008", "市场", "sales", "上海")
    sun.hasResigned = true
    return sun
  }()

  static let people = People(all: [lin, chen, wang, david, zhao, zhou, liu, sun])

  private static func person(
    _ key: String, _ name: String, _ englishName: String, _ mobile: String, _ title: String,
    _ department: String, _ city: String, zone: String = "Asia/Shanghai"
  ) -> Person {
    Person(
      key: key, name: name, englishName: englishName, email: "\(key)@yunshan.example",
      mobile: mobile.hasPrefix("+") ? mobile : "+86" + mobile, jobTitle: title,
      department: department, city: city, timeZone: zone)
  }
}
