import JSON

/// What changes while a value is checked.
struct EvaluationState {
  /// How many steps the validation may take in all.
  let stepLimit: Int
  /// How many of them are left; below zero once one more was asked for.
  private(set) var remainingSteps: Int
  var remainingPatternSteps: Int
  /// How many more schemas may be at work inside each other.
  var remainingDepth: Int
  /// Set once a bound is reached; whatever is answered after that means nothing.
  var exhausted: Bound?
  /// The failure that was found last. It means something only while a schema has just refused.
  var failure = Failure()
  /// In a failure of `anyOf` or `oneOf`, what failed in the alternative that came closest.
  var closest: Failure?
  /// How many of the schemas at work have values that are not to be shown.
  var secretDepth = 0
  /// Children of the value at hand that a schema has been applied to, for `unevaluated*`.
  var evaluated: [JSONDocument.Node] = []
  /// Where in `evaluated` the children of the innermost schema with `unevaluated*` begin.
  var collectionStart = 0
  /// The resources entered, outermost first; kept only for programs with `$dynamicRef`.
  var scope: [Int32] = []
  /// Storage of the pattern matcher, kept between matches.
  var matcher = PatternMatcher()

  /// What a validation may exhaust.
  enum Bound: Sendable {
    case steps
    case depth
    case patternSteps
  }

  init(options: SchemaOptions, byteCount: Int) {
    let (more, overflows) = byteCount.multipliedReportingOverflow(by: options.stepsPerByte)
    let (all, sumOverflows) = options.baseSteps.addingReportingOverflow(more)
    stepLimit = min(overflows || sumOverflows ? Int.max : all, options.maximumSteps)
    remainingSteps = stepLimit
    remainingPatternSteps = options.patternStepLimit
    remainingDepth = options.maximumDepth
  }

  /// Counts one more schema at work. Whoever gets true calls `leave`.
  mutating func enter() -> Bool {
    guard spend(1) else { return false }
    if remainingDepth <= 0 { return exhaust(.depth) }
    remainingDepth &-= 1
    return true
  }

  /// Takes steps before the work is done that they stand for; false where there are not enough, and
  /// from then on.
  @inline(__always)
  mutating func spend(_ steps: Int) -> Bool {
    remainingSteps &-= steps
    return remainingSteps >= 0 || exhaust(.steps)
  }

  /// The steps for reading so many bytes.
  @inline(__always)
  mutating func spend(bytes: Int) -> Bool { spend(bytes / SchemaOptions.bytesPerStep) }

  /// Remembers the bound that was reached first, and that nothing more is worth looking at; always
  /// false.
  @inline(never)
  mutating func exhaust(_ bound: Bound) -> Bool {
    exhausted = exhausted ?? bound
    remainingSteps = -1
    return false
  }

  mutating func leave() { remainingDepth &+= 1 }

  /// Remembers why a value is refused; always false.
  mutating func fail(_ reason: Failure.Reason, _ subschema: Int, _ node: Int) -> Bool {
    failure = Failure(
      reason: reason, subschema: Int32(truncatingIfNeeded: subschema),
      node: Int32(truncatingIfNeeded: node), isSecret: secretDepth > 0)
    closest = nil
    return false
  }
}

/// Why a value is refused, small enough to be noted and dropped at no cost; the text is made at the
/// end from the one that counts.
struct Failure: Sendable {
  var reason = Reason.type
  var subschema: Int32 = 0
  /// The value, or the key of a member.
  var node: Int32 = 0
  var isSecret = false

  enum Reason: Sendable {
    /// None of the types of the subschema.
    case type
    case instruction(Instruction)
    case required(rules: Int32)
    /// A member that `additionalProperties` or `unevaluatedProperties` does not allow; `node` is
    /// its key.
    case unknownProperty(isUnevaluated: Bool)
    /// An element after the last that is allowed.
    case excessItem(isUnevaluated: Bool)
    /// How many elements `contains` found.
    case tooFew(ContainsRule, found: Int)
    case tooMany(ContainsRule)
    /// The positions of two elements that `uniqueItems` refuses.
    case equalElements(first: Int, second: Int)
    /// All alternatives refuse the type; these are what they take.
    case noType(TypeSet, isOneOf: Bool)
    /// No alternative accepts; `closest` says more about this one.
    case noAlternative(list: SubschemaList, closest: Int, isOneOf: Bool)
    /// `oneOf` with two alternatives that accept.
    case twoAlternatives(first: Int, second: Int)
    /// A dependency on the property lacks another.
    case missingDependent(dependency: Int32, name: Int)
  }
}
