namespace CreditHub.Connectors.Streams;

/// <summary>What a directory entry is, as far as collecting goes.</summary>
internal enum FileNature
{
    /// <summary>A regular file with one name.</summary>
    Regular,

    /// <summary>A regular file with several names: one of them may lie where suppliers may not write, so it is not taken.</summary>
    Shared,

    /// <summary>A directory: no business of ours.</summary>
    Directory,

    /// <summary>Link, pipe, socket or device: never opened.</summary>
    Other,
}
