using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>A copy of what the normaliser said about one row: the record itself is reused.</summary>
internal sealed record RowOutcome(
    bool Accepted, string? Excluded, string Content, string Hash, string? Id, string Subject, bool Person, DateOnly? DecidedOn, DateOnly? DueOn,
    uint Withhold, IReadOnlyList<Violation> Violations, IReadOnlyList<Repair> Repairs, IReadOnlyList<FieldTrace> Trace)
{
    public static RowOutcome Of(Model.Record record, INormalizer normalizer) => new(
        record.Accepted, record.ExcludedReason, Encoding.UTF8.GetString(record.Content.Span), Convert.ToHexStringLower(record.ContentHash),
        record.HasId ? record.Id.ToString() : null, Encoding.UTF8.GetString(record.SubjectId.Span), record.NaturalPerson,
        record.DecidedOn, record.DueOn, record.WithholdMask, [.. record.Violations], [.. record.Repairs], normalizer.Trace());

    public IEnumerable<string> Rules => Violations.Select(violation => violation.Rule);

    public IEnumerable<string> RepairRules => Repairs.Select(repair => repair.Rule);

    public string Messages => string.Join('\n', Violations.Select(violation => violation.Message));

    /// <summary>Value of a field in the content; null when absent.</summary>
    public string? this[string code]
    {
        get
        {
            using var json = System.Text.Json.JsonDocument.Parse(Content);
            return json.RootElement.TryGetProperty(code, out var value) ? value.GetString() : null;
        }
    }
}
