namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>What becomes of a file on the server once the books are done with it.</summary>
internal enum Afterwards
{
    /// <summary>It stays; our own notes say that it was taken.</summary>
    Keep,

    /// <summary>It goes to another directory.</summary>
    Move,

    Delete,
}
