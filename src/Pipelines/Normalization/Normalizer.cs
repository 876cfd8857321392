using System.Runtime.CompilerServices;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// The normaliser of one connector: gives each raw record to the edition it belongs to. One payload at a time, not thread-safe.
/// </summary>
internal sealed class Normalizer : INormalizer
{
    /// <summary>Oldest edition first, as the connector lists them.</summary>
    private readonly RecordMaker[] _editions;
    private readonly RecordMaker _newest;
    private readonly ForbiddenNames _forbidden;
    private readonly string? _deletion;
    private RecordMaker _last;
    private IReadOnlyList<string>? _columns;

    /// <summary>Binds plans, oldest edition first, and connector.</summary>
    public Normalizer(IReadOnlyList<DatasetPlan> plans, ConnectorDefinition connector, CatalogSnapshot snapshot, byte[] subjectKey)
    {
        _editions = [.. plans.Select((plan, place) => new RecordMaker(plan, place, connector, snapshot, subjectKey))];
        _newest = _editions[^1];
        _last = _newest;
        _deletion = connector.Deletion?.Column is { } column ? NameFold.Fold(column) : null;
        _forbidden = new ForbiddenNames(snapshot.Forbidden, plans[^1].Definition);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ForbiddenColumns => [.. UnknownColumns.Where(column => _forbidden.Of(column) is not null)];

    /// <inheritdoc/>
    public IReadOnlyList<string> UnknownColumns => _editions.Where(edition => edition.Map is not null).Select(edition => edition.Map!.Unknown)
        .Aggregate((IReadOnlyList<string>?)null, (all, unknown) => all is null ? unknown : [.. all.Intersect(unknown, StringComparer.Ordinal)])?
        .Where(name => _deletion is null || NameFold.Fold(name) != _deletion).ToList() ?? [];

    /// <summary>The column that marks deletions where no record of the payload read last has it (records may leave out what is empty); null otherwise.</summary>
    public string? AbsentDeletion => _editions.Select(edition => edition.AbsentDeletion).FirstOrDefault(column => column is not null);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Record> ReadAsync(
        Stream payload, IPayloadDecoder decoder, DateOnly receivedOn, [EnumeratorCancellation] CancellationToken ct)
    {
        Begin(receivedOn);
        await foreach (var raw in decoder.DecodeAsync(payload, Take, ct))
        {
            yield return Normalize(raw, decoder.FixedColumns);
        }
    }

    /// <summary>A new payload: forgets the columns of the former one.</summary>
    public void Begin(DateOnly receivedOn)
    {
        _columns = null;
        Array.ForEach(_editions, edition => edition.Begin(receivedOn));
    }

    /// <summary>Columns that hold until the payload names others; throws when no edition takes them. Null: it named none.</summary>
    public void Take(IReadOnlyList<string>? columns)
    {
        if (columns is not null)
        {
            Map(columns, fixedColumns: true);
        }
    }

    /// <summary>Throws when no edition takes the columns. Changes nothing: may be asked while rows are normalised.</summary>
    public void Require(IReadOnlyList<string> columns) => OneOf(edition => edition.Require(columns));

    /// <summary>The next record of the payload; the instance is reused.</summary>
    public Record Normalize(RawRecord raw, bool fixedColumns)
    {
        if (raw.Fault is { } fault)
        {
            _last = _newest;
            _last.Refuse(raw, fault);
            return _last.Record;
        }

        Map(raw.Columns, fixedColumns);
        _last = _editions.Length == 1 ? _newest : Choose(raw);
        _last.Make(raw);
        return _last.Record;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FieldTrace> Trace() => _last.Trace();

    /// <inheritdoc/>
    public RecordTimes Times() => _last.Times();

    /// <summary>A payload must fit one edition; those it does not fit get none of its records.</summary>
    private void Map(IReadOnlyList<string> columns, bool fixedColumns)
    {
        if (!ReferenceEquals(columns, _columns))
        {
            Resolve(columns, fixedColumns);
        }
    }

    private void Resolve(IReadOnlyList<string> columns, bool fixedColumns)
    {
        OneOf(edition => edition.Resolve(columns, fixedColumns));
        _columns = columns;
    }

    /// <summary>One edition at least must be able to; else what hindered the newest is thrown.</summary>
    private void OneOf(Action<RecordMaker> able)
    {
        ConnectorException? misfit = null;
        int misfits = 0;
        foreach (var edition in _editions)
        {
            try
            {
                able(edition);
            }
            catch (ConnectorException e)
            {
                misfit = e;
                misfits++;
            }
        }

        if (misfits == _editions.Length)
        {
            throw misfit!;
        }
    }

    /// <summary>
    /// The edition whose time holds the record's own date, the newest first. A record whose date cannot be read, or lies in no edition, goes to
    /// the newest that the payload fits: its checks say what is wrong.
    /// </summary>
    private RecordMaker Choose(RawRecord raw)
    {
        RecordMaker? newest = null;
        for (int i = _editions.Length - 1; i >= 0; i--)
        {
            if (_editions[i].Claims(raw))
            {
                return _editions[i];
            }

            newest ??= _editions[i].Map is null ? null : _editions[i];
        }

        return newest!;
    }
}
