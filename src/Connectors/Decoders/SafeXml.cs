using System.Xml;

namespace CreditHub.Connectors.Decoders;

/// <summary>How this room reads XML that strangers wrote: no DTD, so no entities and no bombs; nothing is fetched.</summary>
internal static class SafeXml
{
    /// <summary>For a reader that closes its input.</summary>
    public static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
        Async = true,
        NameTable = new BoundedNames(),
    };
}
