using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Testing.Platforms.Strict;
using Condition = System.Func<System.Func<string, string>, bool>;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>What one platform may get of one dataset, read straight from the two files with as little cleverness as possible. Shares nothing with the hub.</summary>
internal sealed partial class DisclosureOracle
{
    private readonly JsonElement _platform;
    private readonly JsonElement _dataset;
    private readonly string _code;
    private readonly bool _publishes;
    private readonly Condition? _where;
    private readonly Condition? _personWhen;

    public DisclosureOracle(JsonElement platform, JsonElement dataset)
    {
        _platform = platform;
        _dataset = dataset;
        _code = Text(dataset, "code");
        _publishes = platform.GetProperty("publishes").GetBoolean();
        _where = platform.TryGetProperty("where", out var where) && where.TryGetProperty(_code, out var scope) ? StrictCondition.Compile(scope.GetString()!) : null;
        _personWhen = Text(dataset.GetProperty("subject"), "personWhen") is { Length: > 0 } when ? StrictCondition.Compile(when) : null;
        Withhold = [.. List(dataset, "withhold").Select(w => (StrictCondition.Compile(Text(w, "when")), Text(w, "from"), Text(w, "when")))];
    }

    public IReadOnlyList<(Condition When, string From, string Words)> Withhold { get; }

    /// <summary>The platform names the dataset.</summary>
    public bool Takes => List(_platform, "datasets").Any(d => d.GetString() == "*" || d.GetString() == _code);

    public bool IsPerson(Dictionary<string, string> values) => _personWhen?.Invoke(f => values.GetValueOrDefault(f, ""))
        ?? (Subject("personId").Length > 0 && new[] { "uscc", "orgCode", "regNo", "taxNo" }.All(key => Subject(key).Length == 0));

    /// <summary>The fields it gets; null: it must not get the record.</summary>
    public Dictionary<string, string>? Expect(Dictionary<string, string> values)
    {
        string Value(string field) => values.GetValueOrDefault(field, "");
        bool may = Takes && MaySee(Text(_dataset, "disclosure"))
            && !Withhold.Any(w => (w.From == "all" || _publishes) && w.When(Value))
            && (_where?.Invoke(Value) ?? true)
            && !(_publishes && IsPerson(values));
        return !may ? null : List(_dataset, "fields").Where(f => Value(Text(f, "code")).Length > 0 && IsSent(f))
            .ToDictionary(f => Text(f, "code"), f => _publishes ? Masked(f, Value(Text(f, "code"))) : Value(Text(f, "code")));
    }

    private bool MaySee(string level) => level != "不公开" && List(_platform, "disclosure").Any(l => l.GetString() == level) && (!_publishes || level == "社会公开");

    private bool IsSent(JsonElement field) =>
        MaySee(Text(field, "disclosure") is { Length: > 0 } own ? own : Text(_dataset, "disclosure"))
        && (Listed("fields")?.Contains(Text(field, "code")) ?? true) && !(Listed("omit")?.Contains(Text(field, "code")) ?? false);

    private List<string>? Listed(string key) =>
        _platform.TryGetProperty(key, out var lists) && lists.TryGetProperty(_code, out var list) ? [.. list.EnumerateArray().Select(f => f.GetString()!)] : null;

    /// <summary>Only organisations get here: their own name and numbers are no secret, everybody else's are.</summary>
    private string Masked(JsonElement field, string value)
    {
        string kind = Text(field, "personal");
        bool own = new[] { "name", "uscc", "orgCode", "regNo", "taxNo" }.Any(key => Subject(key) == Text(field, "code"));
        bool number = CitizenNumber().IsMatch(value);
        bool marked = field.TryGetProperty("mask", out var mask) || List(field, "rules").Any(r => r.ValueKind == JsonValueKind.String && r.GetString() == "mask_on_publish");
        if (!number && (own ? kind.Length > 0 || !marked : kind.Length == 0 && !marked))
        {
            return value;
        }

        kind = number ? "id" : kind;
        var (left, right) = mask.ValueKind == JsonValueKind.Object ? (mask.GetProperty("left").GetInt32(), mask.GetProperty("right").GetInt32())
            : kind switch { "name" => (1, 0), "id" => (2, 2), _ => (0, 0) };
        (left, right) = kind == "id" ? (Math.Min(left, 6), Math.Min(right, 4)) : (left, right);
        var letters = value.EnumerateRunes().Select(r => r.ToString()).ToList();
        return left + right == 0 || left + right >= letters.Count
            ? "***"
            : string.Concat(letters.Select((letter, i) => i < left || i >= letters.Count - right ? letter : "*"));
    }

    private string Subject(string key) => Text(_dataset.GetProperty("subject"), key);

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<JsonElement> List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    [GeneratedRegex(@"^\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$", RegexOptions.CultureInvariant)]
    private static partial Regex CitizenNumber();
}
