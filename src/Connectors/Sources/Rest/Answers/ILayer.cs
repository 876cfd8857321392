namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>A document in an answer.</summary>
internal interface ILayer : IDisposable
{
    bool IsXml { get; }

    /// <summary>The text of a scalar; <c>null</c> in letters for JSON null; null where there is none.</summary>
    string? Value(AnswerPath path);

    /// <summary>A digest of each record in order, or null when there is no list at the path.</summary>
    IReadOnlyList<UInt128>? Rows();

    /// <summary>Names of what looks like records under another name where records would stand and there are none; else nothing.</summary>
    string Others { get; }
}
