using System.Globalization;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Settings;

/// <summary>Takes settings by name, checks them, and remembers which were never asked for.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    public List<ConfigFinding> Findings { get; } = [];

    public void Set(string key, SettingValue value) => _values[key] = value;

    public SettingValue? Get(string key) => _values.GetValueOrDefault(key);

    public string Text(string key, string fallback)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out var value) && value.Value is { Length: > 0 } text ? text : fallback;
    }

    public string Matching(string key, string fallback, string pattern, string expected)
    {
        string text = Text(key, fallback);
        if (!Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking))
        {
            Report(Get(key) ?? Absent(key), "is missing or misshapen", "write " + expected);
        }

        return text;
    }

    public string Choice(string key, string fallback, IReadOnlyList<string> choices)
    {
        string text = Text(key, fallback);
        string? choice = choices.FirstOrDefault(c => c.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (choice is null)
        {
            Report(Get(key)!, "is not one of the choices", "write one of " + string.Join(", ", choices));
        }

        return choice ?? fallback;
    }

    public int Number(string key, int fallback, int least, int most, string meaning)
    {
        string text = Text(key, fallback.ToString(CultureInfo.InvariantCulture));
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
        {
            Report(Get(key)!, "is not a number in range", string.Create(CultureInfo.InvariantCulture, $"write a number from {least} to {most}: {meaning}"));
            return fallback;
        }

        return number;
    }

    public void ReportUnknown()
    {
        foreach (var (key, value) in _values.Where(v => !_asked.Contains(v.Key)))
        {
            Report(value with { Value = null }, $"{key} is not a setting", "remove it, or correct its name; known: " + string.Join(", ", _asked.Order(StringComparer.Ordinal)));
        }
    }

    public void Report(SettingValue at, string problem, string remedy) =>
        Findings.Add(new ConfigFinding(at.File, at.Line, at.Path, at.Value, problem, remedy));

    private static SettingValue Absent(string key) => new(null, "appsettings.json", 0, "$." + key.Replace(':', '.'));
}
