using System.Globalization;
using System.Text.Json;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>One line of <c>answers</c>: when status and value fit, then this. The first that fits decides.</summary>
internal sealed record AnswerRule(IReadOnlyList<int> Statuses, AnswerPath? Path, IReadOnlyList<string> EqualTo, IReadOnlyList<string> NotEqualTo, Verdict Then, string? Message)
{
    private static readonly string[] Words = ["success", "empty", "ignore", "retry", "rateLimited", "unauthorised", "fail"];

    public static IReadOnlyList<AnswerRule> ReadAll(SettingsReader settings) => [.. settings.ObjectList("answers").Select(Read)];

    /// <summary>A path that leads nowhere fits nothing.</summary>
    public bool Fits(int status, Func<AnswerPath, string?> value)
    {
        if (Statuses.Count > 0 && !Statuses.Contains(status))
        {
            return false;
        }

        return Path is null || (value(Path) is { } found && (EqualTo.Count == 0 || EqualTo.Contains(found)) && !NotEqualTo.Contains(found));
    }

    private static AnswerRule Read(SettingsReader reader)
    {
        var when = reader.Object("when");
        if (when is null)
        {
            reader.Add("when", null, "missing", "write { \"status\": 200, \"path\": \"$.code\", \"equals\": [\"0\"] }");
        }

        string then = reader.Choice("then", "fail", Words);
        var rule = new AnswerRule(
            ReadStatuses(when),
            when is null ? null : AnswerPath.Read(when, "path", required: false),
            Texts(when, "equals"),
            Texts(when, "notEquals"),
            Enum.Parse<Verdict>(then, ignoreCase: true),
            reader.OptionalText("message"));
        if (when is not null && rule.Path is null && (rule.Statuses.Count == 0 || rule.EqualTo.Count + rule.NotEqualTo.Count > 0))
        {
            when.Add("path", null, "a rule looks at a status or at a value", "add \"status\", or \"path\" with \"equals\"");
        }

        when?.Done();
        reader.Done();
        return rule;
    }

    private static List<int> ReadStatuses(SettingsReader? when)
    {
        var statuses = new List<int>();
        foreach (string text in Texts(when, "status"))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 200 and < 600)
            {
                statuses.Add(status);
            }
            else
            {
                when!.Add("status", text, "not an HTTP status", "write a number from 200 to 599");
            }
        }

        return statuses;
    }

    /// <summary>A value or a list of values; numbers and words without quotes stand for their text.</summary>
    private static List<string> Texts(SettingsReader? when, string key)
    {
        var element = when?.Element(key);
        return element switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Text)],
            { } one => [Text(one)],
        };
    }

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
