namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>
/// What one request asks for. <paramref name="Values"/> fill the placeholders, <paramref name="Query"/> are parameters by name;
/// <paramref name="Link"/>: the whole address of the next page where the supplier names it (query and placeholders of the address then do not apply).
/// </summary>
internal sealed record PageAsk(IReadOnlyDictionary<string, string> Values, IReadOnlyList<KeyValuePair<string, string>> Query, Uri? Link = null)
{
    /// <summary>The same with more values and parameters.</summary>
    public PageAsk With(IEnumerable<KeyValuePair<string, string>> values, IEnumerable<KeyValuePair<string, string>> query, Uri? link = null)
    {
        var merged = new Dictionary<string, string>(Values, StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            merged[name] = value;
        }

        return new PageAsk(merged, [.. Query, .. query], link ?? Link);
    }
}
