import PluginKit

/// Tools that answer with each kind of content.
extension Everything {
  var contentTools: [Tool] {
    [
      .bare("test_simple_text", "Answers with a text.") { _ in
        .text("This is a simple text response for testing.")
      },
      .bare("test_image_content", "Answers with an image.") { _ in
        ToolResult([.image(Samples.image, mediaType: "image/png")])
      },
      .bare("test_audio_content", "Answers with a sound.") { _ in
        ToolResult([.audio(Samples.audio, mediaType: "audio/wav")])
      },
      .bare("test_embedded_resource", "Answers with a resource and its text.") { _ in
        ToolResult([
          .resource(
            uri: "test://embedded-resource", text: "This is an embedded resource content.",
            mediaType: "text/plain")
        ])
      },
      .bare("test_multiple_content_types", "Answers with a text, an image and a resource.") { _ in
        ToolResult([
          .text("Multiple content types test:"),
          .image(Samples.image, mediaType: "image/png"),
          .resource(
            uri: "test://mixed-content-resource", text: #"{"test":"data","value":123}"#,
            mediaType: "application/json"),
        ])
      },
      .bare("test_error_handling", "Fails, as a tool does.") { _ in
        .error("This tool intentionally returns an error for testing")
      },
    ]
  }
}
