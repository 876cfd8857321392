namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>Gathers the values of a collection: each fills its placeholder and, where config names one, its parameter.</summary>
internal sealed class AskDraft
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _query = [];

    /// <summary>Nothing happens without a value; without a parameter only the placeholder is filled.</summary>
    public void Set(string placeholder, string parameter, string? value)
    {
        if (value is null)
        {
            return;
        }

        _values[placeholder] = value;
        if (parameter.Length > 0)
        {
            _query.Add(new(parameter, value));
        }
    }

    public PageAsk Finish() => new(_values, _query);
}
