using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Makes the records of one edition: read, repair, exclude, check, identify. Holds the buffers of the record in the making; not thread-safe.
/// </summary>
internal sealed class RecordMaker
{
    private readonly DatasetPlan _plan;
    private readonly FieldSource[] _sources;
    private readonly RecordDraft _draft;
    private readonly FieldReader _reader;
    private readonly RecordIdentity _identity;
    private readonly SubjectIdentity _subject;
    private readonly ContentWriter _content = new();
    private readonly RepeatedHash _hash = new();
    private readonly (Condition When, string Reason)[] _excludes;
    private readonly DueDays? _due;
    private readonly DeletionMark? _deletion;
    private readonly TruncatedRule[] _cuts;
    private readonly RowOverrides? _overrides;

    /// <summary>Binds plan and connector; <paramref name="place"/>: of the edition among the connector's.</summary>
    public RecordMaker(DatasetPlan plan, int place, ConnectorDefinition connector, CatalogSnapshot snapshot, byte[] subjectKey)
    {
        var dataset = plan.Definition;
        _plan = plan;
        _sources = [.. plan.Fields.Select(field => new FieldSource(connector.MappingOf(dataset.Edition, field.Target.Code)))];
        _draft = new RecordDraft(new Record { Raw = new RawRecord(), Edition = place }, plan.Fields.Length);
        _reader = new FieldReader(plan, _sources);
        _cuts = [.. plan.Fields.Select(field => (field.Target, connector.MappingOf(dataset.Edition, field.Target.Code)?.TruncatedAt ?? 0))
            .Where(field => field.Item2 > 0).Select(field => new TruncatedRule(field.Target, [field.Item2]))];
        _identity = new RecordIdentity(snapshot.Sender, plan);
        _subject = new SubjectIdentity(plan.Subject, subjectKey);
        _excludes = [.. connector.Exclude.Where(entry => connector.OlderEditions.Count == 0 || RuleRegistry.Fits(entry.When, dataset))
            .Select(entry => (RuleRegistry.Bind(entry.When, dataset), entry.Reason))];
        _overrides = RowOverrides.Of(snapshot, plan, Identify);
        _deletion = connector.Deletion is { } deletion ? new DeletionMark(deletion, dataset) : null;
        _due = dataset.Deadline is { } deadline ? new DueDays(snapshot.WorkingDays, deadline.WorkingDays) : null;
    }

    /// <summary>The record made last.</summary>
    public Record Record => _draft.Record;

    /// <summary>Columns of the payload resolved to fields; null = the payload does not fit the edition.</summary>
    public ColumnMap? Map { get; private set; }

    /// <summary>The column that marks deletions where the payload fits and no record of it has that column; null otherwise.</summary>
    public string? AbsentDeletion => Map is null ? null : _deletion?.Absent;

    /// <summary>Begins a payload.</summary>
    public void Begin(DateOnly receivedOn)
    {
        _draft.ReceivedOn = receivedOn;
        Map = null;
    }

    /// <summary>Takes the columns; throws like <see cref="ColumnMap.Resolve"/> when they do not fit.</summary>
    public void Resolve(IReadOnlyList<string> columns, bool fixedColumns)
    {
        Map = null;
        _deletion?.Resolve(columns, fixedColumns);
        Map = ColumnMap.Resolve(_plan, _sources, columns, fixedColumns ? NeedsColumn : NeedsElement);
    }

    /// <summary>Throws when the fixed columns of a payload do not fit; changes nothing.</summary>
    public void Require(IReadOnlyList<string> columns)
    {
        _deletion?.Find(columns, fixedColumns: true);
        ColumnMap.Resolve(_plan, _sources, columns, NeedsColumn);
    }

    /// <summary>Whether the record says that it belongs to the edition: its own date can be read and lies in the edition's time.</summary>
    public bool Claims(RawRecord raw)
    {
        _draft.Reset();
        return Map is not null && _reader.TryReadOwnDate(raw, Map, _draft) && _plan.Definition.Effective.Holds(_draft.OwnDate);
    }

    /// <summary>Makes the record that is not one.</summary>
    public void Refuse(RawRecord raw, string fault)
    {
        _draft.Reset();
        _draft.Record.Raw = raw;
        _draft.Report("format", "", fault);
    }

    /// <summary>Makes the record. The columns have been resolved.</summary>
    public void Make(RawRecord raw)
    {
        _draft.Reset();
        var record = _draft.Record;
        record.Raw = raw;
        _reader.Read(raw, Map!, _draft);
        RecordChecker.Repair(_plan, _draft);
        if (_deletion?.IsOn(raw, _draft.Values) == true)
        {
            MakeDeletion(record);
            return;
        }

        if (_deletion?.IsUnreadable(raw) == true)
        {
            _draft.Report("format", "", "标明删除的列含有无法解码的字符，无法判断该记录是否已删除。请用UTF-8或GB18030编码重新导出");
        }

        Override(raw);
        if (Exclude())
        {
            return;
        }

        RecordChecker.Check(_plan, _draft);
        foreach (var cut in _cuts)
        {
            cut.CheckUnlessFound(_draft);
        }

        _identity.Set(_draft);
        record.Accepted = _draft.Errors == 0;
        Finish(record);
    }

    /// <summary>Raw beside normalised.</summary>
    public IReadOnlyList<FieldTrace> Trace() => FieldTrace.Of(_plan, Map, _draft);

    /// <summary>What time decides about the record.</summary>
    public RecordTimes Times() => RecordTimes.Of(_plan, _draft);

    /// <summary>Whether a table without the field's column is none of ours.</summary>
    private bool NeedsColumn(int field) => _sources[field].Columns.Count > 0 || IsRequired(field);

    /// <summary>The same for records that leave out what is empty, when none of them has it. Those that delete may bring their key alone.</summary>
    private bool NeedsElement(int field) => IsRequired(field) && (_deletion is null || _plan.Key.Any(entry => entry.Contains(field)));

    private bool IsRequired(int field) => _plan.Fields[field] is { Target.Field.Required: true, Period: null };

    /// <summary>The id of a record with these key values, or null: they name none.</summary>
    private RecordId? Identify(IReadOnlyDictionary<string, string> key)
    {
        _draft.Reset();
        foreach (var (code, text) in key)
        {
            int ordinal = _plan.FieldsByCode.Find(Encoding.UTF8.GetBytes(code));
            if (ordinal >= 0)
            {
                _reader.Put(ordinal, Encoding.UTF8.GetBytes(text), _draft);
            }
        }

        RecordChecker.Repair(_plan, _draft);
        _identity.Set(_draft);
        RecordId? id = _draft.Record.HasId ? _draft.Record.Id : null;
        _draft.Reset();
        return id;
    }

    /// <summary>A record with a correction by hand is read again with the corrected texts in the place of the supplier's: they go the same way.</summary>
    private void Override(RawRecord raw)
    {
        if (_overrides is null)
        {
            return;
        }

        _identity.Set(_draft);
        bool found = _draft.Record.HasId;
        var texts = found ? _overrides.Find(_draft.Record.Id, _draft.ReceivedOn) : null;
        if (found && texts is null)
        {
            return;
        }

        // Read anew also without one: the identity is set and its finding reported once, after the checks.
        _draft.Reset();
        _reader.Read(raw, Map!, _draft, texts);
        RecordChecker.Repair(_plan, _draft);
    }

    /// <summary>Only the key counts: the rest of such a row is often empty.</summary>
    private void MakeDeletion(Record record)
    {
        var key = _plan.Key.SelectMany(entry => entry).Select(field => _plan.Fields[field].Target.Code).ToHashSet();
        record.Violations.RemoveAll(v => !key.Contains(v.Field));
        record.Repairs.Clear();
        _identity.Set(_draft);
        record.Accepted = record.Deleted = record.HasId;
        record.SubjectId = default;
        record.Content = default;
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
        record.WithholdMask = _plan.Withholds(_draft.Values, _draft.OwnDate);
        record.Content = _content.Write(_plan.Fields, _draft.Values);
        _hash.Compute(record.Content.Span, record.ContentHash);
    }
}
