namespace CreditHub.Pipelines.Catalog;

/// <summary>A code list as written in <c>config/codesets/&lt;CODE&gt;.json</c>.</summary>
public sealed record CodeSetDefinition
{
    /// <summary>Name, such as <c>SUBJECT_CATEGORY</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>Edition of the list, such as <c>GB/T 2260-2007</c>, or empty.</summary>
    public string Edition { get; init; } = "";

    /// <summary>Where it was seen.</summary>
    public string Source { get; init; } = "";

    /// <summary><c>true</c>, <c>partly</c> or <c>false</c>.</summary>
    public string Verified { get; init; } = "false";

    /// <summary>Its items, in order.</summary>
    public required IReadOnlyList<CodeItem> Items { get; init; }
}
