using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>A candidate in the directory and the state it was last seen in.</summary>
internal readonly record struct DroppedFile(string Name, FileStamp Stamp);
