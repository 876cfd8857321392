using System.Globalization;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>
/// Walks through the pages of one collection and proves at the end that it is whole: no page twice, no loop, as many records as the source declares.
/// Where the source declares nothing, a short first page is not believed to be the last (some sources cap the page size silently): one more page is asked for.
/// </summary>
internal sealed class PageWalk(PageRetry pages, RestSettings settings, IReadOnlyList<KeyValuePair<string, string>> query)
{
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);
    private int _asked;
    private int _largest;
    private string? _next;
    private bool _doubtful;

    /// <summary>Records so far.</summary>
    public long Rows { get; private set; }

    /// <summary>What the source declared last; null when it declares nothing.</summary>
    public long? Total { get; private set; }

    /// <summary>The walk is over.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next page, or null at the end. Errors: <see cref="ConnectorException"/>.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        if (Ended)
        {
            return null;
        }

        if (_asked == settings.MaxPages)
        {
            throw new ConnectorException(FailureKind.Config, string.Create(CultureInfo.InvariantCulture, $"more than {settings.MaxPages} pages: raise maxPagesPerPayload, or ask for less"));
        }

        RestPage page;
        try
        {
            var answer = await pages.GetAsync(Parameters(), ct).ConfigureAwait(false);
            page = RestPage.Read(answer.Body, settings);
        }
        catch (ConnectorException refused) when (_doubtful && refused.Kind == FailureKind.Config)
        {
            // asked only out of doubt: a source that refuses a page beyond the last has said that there is no other
            return End();
        }

        _asked++;
        if (page.Rows > 0 && !_digests.Add(page.Digest))
        {
            // likewise a source that answers the last page again
            return _doubtful ? End() : throw new ConnectorException(FailureKind.Transient, "the source gave the same page twice: paging is ignored or loops");
        }

        Rows += page.Rows;
        Total = page.Total ?? Total;
        Judge(page);
        if (Ended)
        {
            CheckTotal();
        }

        return page.Body;
    }

    private ReadOnlyMemory<byte>? End()
    {
        Ended = true;
        return null;
    }

    private void Judge(RestPage page)
    {
        switch (settings.Paging.Type)
        {
            case RestPagingType.None:
                Ended = true;
                break;
            case RestPagingType.Cursor:
                _next = page.Next;
                Ended = _next is null;
                if (_next is not null && !_cursors.Add(_next))
                {
                    throw new ConnectorException(FailureKind.Transient, "the source names a next page it named before: its paging loops");
                }

                break;
            case RestPagingType.Page or RestPagingType.Offset:
                bool first = _largest == 0;
                _doubtful = first && page.Rows > 0 && page.Rows < settings.Paging.Size && Total is null;
                Ended = page.Rows == 0 || (Total is { } total && Rows >= total) || (!_doubtful && Total is null && page.Rows < (first ? settings.Paging.Size : _largest));
                _largest = Math.Max(_largest, page.Rows);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void CheckTotal()
    {
        if (Total is { } total && total != Rows)
        {
            throw new ConnectorException(
                FailureKind.Transient, string.Create(CultureInfo.InvariantCulture, $"the source declares {total} records and gave {Rows}: it changed while it was read"));
        }
    }

    private List<KeyValuePair<string, string>> Parameters()
    {
        var parameters = new List<KeyValuePair<string, string>>(query);
        var paging = settings.Paging;
        if (paging.Type == RestPagingType.None)
        {
            return parameters;
        }

        if (paging.SizeParameter is { Length: > 0 } size)
        {
            parameters.Add(new(size, paging.Size.ToString(CultureInfo.InvariantCulture)));
        }

        string? place = paging.Type switch
        {
            RestPagingType.Page => (paging.First + _asked).ToString(CultureInfo.InvariantCulture),
            RestPagingType.Offset => Rows.ToString(CultureInfo.InvariantCulture),
            _ => _next,
        };
        if (place is not null)
        {
            parameters.Add(new(paging.Parameter, place));
        }

        return parameters;
    }
}
