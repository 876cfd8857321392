using System.Globalization;
using CreditHub.Connectors.Sources.Rest.Answers;
using CreditHub.Connectors.Sources.Rest.Requests;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>
/// Walks through the pages of one collection and proves at the end that it is whole: no loop, no gap at a border, as many records as the source declares. A list
/// that changes while it is read is read again from its beginning, twice at most; what came before stays in the payload (a record given twice is one record).
/// Where the source declares nothing, a short first page is not believed to be the last (some sources cap the page size silently): one more page is asked for.
/// </summary>
internal sealed class PageWalk(PageAsker pages, RestPaging paging, PageAsk ask, Func<string, Uri> resolve)
{
    private const int MaxRestarts = 2;
    private readonly HashSet<UInt128> _digests = [];
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly Border _border = new(paging.Overlap);
    private RestPage? _held;
    private UInt128? _former;
    private int _requests;
    private int _asked;
    private int _restarts;
    private int _largest;
    private long _end;
    private long _rows;
    private long? _firstTotal;
    private string? _next;
    private bool _doubtful;
    private bool _echoed;

    /// <summary>Records handed over so far, those given twice included.</summary>
    public long Emitted { get; private set; }

    /// <summary>What the source declared last; null when it declares nothing.</summary>
    public long? Total { get; private set; }

    /// <summary>Records to be expected in the payload: what the source declares, and what was given twice because it overlaps; null when it declares nothing.</summary>
    public long? Declared => Total is null ? null : Emitted;

    /// <summary>The walk is over.</summary>
    public bool Ended { get; private set; }

    /// <summary>The walk broke off: what it brought is no collection.</summary>
    public bool Broken { get; private set; }

    /// <summary>The source has nothing for us now: neither a payload nor a failure.</summary>
    public bool Ignored { get; private set; }

    /// <summary>Records of the page read ahead, and of the whole list when the source says so.</summary>
    public (int Rows, long? Total) Ahead => (_held?.Rows ?? 0, Total);

    /// <summary>Reads the first page ahead. Errors: <see cref="ConnectorException"/>.</summary>
    public async Task BeginAsync(CancellationToken ct) => _held = await NextAsync(ct).ConfigureAwait(false);

    /// <summary>The next page, or null at the end. Errors: <see cref="ConnectorException"/>.</summary>
    public async Task<RestPage?> NextAsync(CancellationToken ct)
    {
        if (_held is { } held)
        {
            _held = null;
            return held;
        }

        Broken = true;
        RestPage? page = null;
        while (page is null && !Ended)
        {
            page = await ReadAsync(ct).ConfigureAwait(false);
        }

        Broken = false;
        Emitted += page?.Rows ?? 0;
        return page;
    }

    /// <summary>Null when there is no page to hand over: at the end, or when the list is read again.</summary>
    private async Task<RestPage?> ReadAsync(CancellationToken ct)
    {
        if (_requests++ == paging.MaxPages)
        {
            throw new ConnectorException(FailureKind.Config, string.Create(CultureInfo.InvariantCulture, $"more than {paging.MaxPages} pages: raise maxPagesPerPayload, or ask for less"));
        }

        JudgedAnswer answer;
        try
        {
            answer = await pages.AskAsync(Ask(), ct).ConfigureAwait(false);
        }
        catch (ConnectorException refused) when (_doubtful && refused.Kind == FailureKind.Config)
        {
            // asked only out of doubt: a source that refuses a page beyond the last has said that there is no other
            return End();
        }

        if (answer.Page is { } page)
        {
            return Take(page, ended: answer.Verdict == Verdict.Empty);
        }

        Ignored = _requests == 1 ? true : throw Changed("the source is not ready any more in the middle of a list");
        return End();
    }

    private RestPage? Take(RestPage page, bool ended)
    {
        if (page.Misnamed is { } misnamed)
        {
            page = _rows > 0 ? page with { Body = page.Blank } : throw new ConnectorException(FailureKind.Payload, misnamed);
        }

        _asked++;
        if (page.Rows > 0 && !_digests.Add(page.Digest))
        {
            return Repeated(page);
        }

        if (_echoed)
        {
            throw Changed("the source gave a page twice and then another: it is not whole");
        }

        Total = page.Total ?? Total;
        _firstTotal ??= page.Total;
        bool numbered = paging.Type is RestPagingType.Page or RestPagingType.Offset;
        int? overlapping = _border.Overlapping(page.RowDigests);
        if (numbered && ((paging.Overlap == 0 && Total != _firstTotal) || (overlapping is null && page.Rows > 0)))
        {
            return Restart();
        }

        int fresh = page.Rows - (overlapping ?? 0);
        _rows += fresh;
        _end = Place() + page.Rows;
        _former = page.Digest;
        _border.Remember(page.RowDigests);
        Judge(page);
        Ended |= ended || (paging.Overlap > 0 && fresh == 0);
        return !Ended || IsWhole() ? page : numbered ? Restart() : throw Changed(Mismatch());
    }

    /// <summary>
    /// A page that came before. A source that answers the last page for any page beyond it is at its end: but that is believed only when two different pages came
    /// before and the next page is the same again; else paging is ignored, or a cache in between answers.
    /// </summary>
    private RestPage? Repeated(RestPage page)
    {
        if (_doubtful || _echoed)
        {
            return End();
        }

        _echoed = paging.Type is RestPagingType.Page or RestPagingType.Offset && Total is null && page.Total is null && _digests.Count > 1 && page.Digest == _former;
        if (!_echoed)
        {
            throw Changed("the source gave the same page twice: paging is ignored or loops");
        }

        _end += page.Rows;
        return null;
    }

    private RestPage? End()
    {
        Ended = true;
        return null;
    }

    private RestPage? Restart()
    {
        if (_restarts++ == MaxRestarts)
        {
            throw Changed(Mismatch());
        }

        _digests.Clear();
        _places.Clear();
        _border.Forget();
        (_asked, _largest, _end, _rows, _firstTotal, Total, _next, _former) = (0, 0, 0, 0, null, null, null, null);
        (_doubtful, _echoed, Ended) = (false, false, false);
        return null;
    }

    private void Judge(RestPage page)
    {
        switch (paging.Type)
        {
            case RestPagingType.None:
                Ended = true;
                break;
            case RestPagingType.Cursor or RestPagingType.Link:
                _next = paging.Type == RestPagingType.Cursor || paging.Next is not null ? page.Next : NextLink.InHeader(page.Link);
                Ended = _next is null;
                if (_next is not null && !_places.Add(_next))
                {
                    throw Changed("the source names a next page it named before: its paging loops");
                }

                break;
            case RestPagingType.Page or RestPagingType.Offset:
                bool first = _largest == 0;
                _doubtful = first && page.Rows > 0 && page.Rows < paging.Size && Total is null && !paging.UntilEmpty;
                bool isShort = !paging.UntilEmpty && !_doubtful && Total is null && page.Rows < (first ? paging.Size : _largest);
                Ended = page.Rows == 0 || (Total is { } total && (paging.Overlap > 0 ? _end : _rows) >= total) || isShort;
                _largest = Math.Max(_largest, page.Rows);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>With an overlap a list may change while it is read: no row between two pages was missed. Without, the numbers must agree.</summary>
    private bool IsWhole() =>
        Total is not { } total || _rows == total || (paging.Overlap > 0 && total != _firstTotal && _rows >= Math.Min(total, _firstTotal ?? total));

    private string Mismatch() => string.Create(CultureInfo.InvariantCulture, $"the source declares {Total} records and gave {_rows}: it changed while it was read");

    private static ConnectorException Changed(string message) => new(FailureKind.Transient, message);

    /// <summary>Where the page asked for now begins.</summary>
    private long Place() => paging.Type == RestPagingType.Offset ? Math.Max(0, _end - (_asked <= 1 ? 0 : paging.Overlap)) : _end;

    private PageAsk Ask()
    {
        if (paging.Type == RestPagingType.None)
        {
            return ask;
        }

        if (paging.Type == RestPagingType.Link && _next is not null)
        {
            return ask with { Link = resolve(_next) };
        }

        string size = paging.Size.ToString(CultureInfo.InvariantCulture);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [Placeholder.Size] = size };
        var query = new List<KeyValuePair<string, string>>();
        if (paging.SizeParameter is { Length: > 0 } sizeParameter)
        {
            query.Add(new(sizeParameter, size));
        }

        (string name, string? place) = paging.Type switch
        {
            RestPagingType.Page => (Placeholder.Page, (paging.First + _asked).ToString(CultureInfo.InvariantCulture)),
            RestPagingType.Offset => (Placeholder.Offset, Math.Max(0, _end - (_asked == 0 ? 0 : paging.Overlap)).ToString(CultureInfo.InvariantCulture)),
            _ => (Placeholder.Cursor, _next),
        };
        if (place is not null)
        {
            values[name] = place;
            if (paging.Parameter.Length > 0)
            {
                query.Add(new(paging.Parameter, place));
            }
        }

        return ask.With(values, query);
    }
}
