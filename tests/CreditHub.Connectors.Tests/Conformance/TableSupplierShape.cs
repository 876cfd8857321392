namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>How a table is read: a query of our own or the table itself in a mode, and how many rows a resumed run may bring again.</summary>
public sealed record TableSupplierShape(string Mode, int Overlap)
{
    /// <summary>The kind is <c>DatabaseQuery</c>.</summary>
    public bool Query => Mode == "query";

    /// <summary>Places are told by time stamps.</summary>
    public bool HasCursor => Mode is "query" or "changes";
}
