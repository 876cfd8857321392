using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// The normaliser of one connector. Holds the buffers of the record in the making: one payload at a time, not thread-safe.
/// </summary>
internal sealed class Normalizer : INormalizer
{
    private readonly DatasetPlan _plan;
    private readonly FieldSource[] _sources;
    private readonly RecordDraft _draft;
    private readonly FieldReader _reader;
    private readonly RecordIdentity _identity;
    private readonly SubjectIdentity _subject;
    private readonly ContentWriter _content = new();
    private readonly (Condition When, string Reason)[] _excludes;
    private readonly DueDays? _due;
    private ColumnMap? _map;
    private IReadOnlyList<string>? _columns;

    /// <summary>Binds plan and connector.</summary>
    public Normalizer(DatasetPlan plan, ConnectorDefinition connector, CatalogSnapshot snapshot, byte[] subjectKey)
    {
        _plan = plan;
        _sources = [.. plan.Fields.Select(field => new FieldSource(connector.Mapping.GetValueOrDefault(field.Target.Code)))];
        _draft = new RecordDraft(new Record { Raw = new RawRecord() }, plan.Fields.Length);
        _reader = new FieldReader(plan, _sources);
        _identity = new RecordIdentity(snapshot.Sender, plan);
        _subject = new SubjectIdentity(plan.Subject, subjectKey);
        _excludes = [.. connector.Exclude.Select(entry => (RuleRegistry.Bind(entry.When, plan.Definition), entry.Reason))];
        _due = plan.Definition.Deadline is { } deadline ? new DueDays(snapshot.WorkingDays, deadline.WorkingDays) : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownColumns => _map?.Unknown ?? [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Record> ReadAsync(
        Stream payload, IPayloadDecoder decoder, DateOnly receivedOn, [EnumeratorCancellation] CancellationToken ct)
    {
        Begin(receivedOn);
        await foreach (var raw in decoder.DecodeAsync(payload, columns => Map(columns, fixedColumns: true), ct).AheadAsync(ct))
        {
            yield return Normalize(raw, decoder.FixedColumns);
        }
    }

    /// <summary>A new payload: forgets the columns of the former one.</summary>
    public void Begin(DateOnly receivedOn)
    {
        _columns = null;
        _map = null;
        _draft.ReceivedOn = receivedOn;
    }

    /// <summary>The next record of the payload; the instance is reused.</summary>
    public Record Normalize(RawRecord raw, bool fixedColumns)
    {
        _draft.Reset();
        var record = _draft.Record;
        record.Raw = raw;
        if (raw.Fault is { } fault)
        {
            _draft.Report("format", "", fault);
            return record;
        }

        Map(raw.Columns, fixedColumns);

        _reader.Read(raw, _map!, _draft);
        RecordChecker.Repair(_plan, _draft);
        if (Exclude())
        {
            return record;
        }

        RecordChecker.Check(_plan, _draft);
        _identity.Set(_draft);
        record.Accepted = _draft.Errors == 0;
        Finish(record);
        return record;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FieldTrace> Trace() => FieldTrace.Of(_plan, _map, _draft);

    private void Map(IReadOnlyList<string> columns, bool fixedColumns)
    {
        if (!ReferenceEquals(columns, _columns))
        {
            _map = ColumnMap.Resolve(_plan, _sources, columns, columnsMayBeAbsent: !fixedColumns);
            _columns = columns;
        }
    }

    private bool Exclude()
    {
        foreach (var (when, reason) in _excludes)
        {
            if (when.Holds(_draft.Values))
            {
                _draft.Record.Violations.Clear();
                _draft.Record.ExcludedReason = reason;
                return true;
            }
        }

        return false;
    }

    /// <summary>What only a record that is to be stored needs; its days also when it is rejected.</summary>
    private void Finish(Record record)
    {
        var decided = _plan.DecisionField < 0 ? default : _draft.Values[_plan.DecisionField];
        if (!decided.IsEmpty)
        {
            record.DecidedOn = DayText.ToDay(DayText.Number(decided));
            record.DueOn = _due?.After(record.DecidedOn.Value);
        }

        if (!record.Accepted)
        {
            return;
        }

        _subject.Set(_draft);
        for (int i = 0; i < _plan.Withhold.Length; i++)
        {
            record.WithholdMask |= _plan.Withhold[i].Holds(_draft.Values) ? 1u << i : 0;
        }

        record.Content = _content.Write(_plan.Fields, _draft.Values);
        SHA256.HashData(record.Content.Span, record.ContentHash);
    }
}
