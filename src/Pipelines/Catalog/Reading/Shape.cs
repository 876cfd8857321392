namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>What a config value must look like: the one truth behind the structural check and the JSON schemas.</summary>
internal abstract record Shape(string About);

/// <summary>Text that is not blank. <see cref="Pattern"/> must match it whole; <see cref="Choices"/> are the only words allowed.</summary>
internal sealed record TextShape(string About) : Shape(About)
{
    public string? Pattern { get; init; }

    /// <summary>How the pattern is told to people.</summary>
    public string Form { get; init; } = "";

    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool MayBeEmpty { get; init; }
}

/// <summary>A number within limits, both included.</summary>
internal sealed record NumberShape(string About, double Least, double Most, bool Whole = true) : Shape(About);

/// <summary>true or false.</summary>
internal sealed record FlagShape(string About) : Shape(About);

/// <summary>A list with at least <paramref name="Least"/> entries.</summary>
internal sealed record ListShape(string About, Shape Item, int Least = 0) : Shape(About);

/// <summary>A text, or an object that says more.</summary>
internal sealed record TextOrObjectShape(string About, TextShape Text, ObjectShape Object) : Shape(About);

/// <summary>A text, or a list of such.</summary>
internal sealed record TextOrListShape(string About, TextShape Text, ListShape List) : Shape(About);

/// <summary>Free keys, all values of one shape.</summary>
internal sealed record MapShape(string About, Shape Value) : Shape(About);

/// <summary>Known keys only.</summary>
internal sealed record ObjectShape(string About, params IReadOnlyList<KeyShape> Keys) : Shape(About);

/// <summary>One key of an object. JSON null counts as absent.</summary>
internal sealed record KeyShape(string Name, Shape Shape, bool Required = false);

/// <summary>An object whose inside a kind checks. <paramref name="Named"/>: it says its kind itself, under <c>kind</c>.</summary>
internal sealed record KindShape(string About, KindRole Role, bool Named) : Shape(About);

/// <summary>Which kinds a <see cref="KindShape"/> chooses from.</summary>
internal enum KindRole
{
    Source,
    Decoder,
    Platform,
}
