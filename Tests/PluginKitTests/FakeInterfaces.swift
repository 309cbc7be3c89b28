import PluginABI

/// The host's parts of the interfaces besides HTTP, as a plugin sees them.
///
/// `@unchecked Sendable`: the tables are only written in `init`, and by a test that has no plugin
/// yet.
final class FakeInterfaces: @unchecked Sendable {
  let prompts: UnsafeMutablePointer<toolrack_prompts_host> = .allocate(capacity: 1)
  let resources: UnsafeMutablePointer<toolrack_resources_host> = .allocate(capacity: 1)
  let stream: UnsafeMutablePointer<toolrack_stream> = .allocate(capacity: 1)

  init() {
    prompts.initialize(
      to: toolrack_prompts_host(
        size: UInt32(MemoryLayout<toolrack_prompts_host>.size), reserved: 0,
        changed: { FakeHost.at($0).note("prompts") }))
    resources.initialize(
      to: toolrack_resources_host(
        size: UInt32(MemoryLayout<toolrack_resources_host>.size), reserved: 0,
        changed: { FakeHost.at($0).note("resources") },
        updated: { context, uri in FakeHost.at(context).note("updated \(text(uri))") }))
    stream.initialize(
      to: toolrack_stream(
        size: UInt32(MemoryLayout<toolrack_stream>.size), reserved: 0,
        close: { context, call in FakeHost.at(context).note("close \(Int(bitPattern: call))") }))
  }

  deinit {
    prompts.deallocate()
    resources.deallocate()
    stream.deallocate()
  }

  func part(in id: String) -> UnsafeRawPointer? {
    switch id {
    case TOOLRACK_PROMPTS_1: UnsafeRawPointer(prompts)
    case TOOLRACK_RESOURCES_1: UnsafeRawPointer(resources)
    case TOOLRACK_STREAM_1: UnsafeRawPointer(stream)
    default: nil
    }
  }
}
