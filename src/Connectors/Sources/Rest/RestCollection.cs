using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>One list, asked for from its first page to its last, and where the cursor stands when it is merged.</summary>
internal sealed record RestCollection(PageWalk Walk, string Title, Cursor Before, Cursor After)
{
    private ConnectorException? _unreadable;

    /// <summary>
    /// Asks for the first page: whether the supplier can be reached and lets us in is known before anything is handed over. An answer that cannot be read is handed
    /// over as a payload that cannot be opened, so that it is set aside with its reason.
    /// </summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        try
        {
            await Walk.BeginAsync(ct).ConfigureAwait(false);
        }
        catch (ConnectorException unreadable) when (unreadable.Kind == FailureKind.Payload)
        {
            _unreadable = unreadable;
        }
    }

    /// <summary>JSON: all pages as one payload. XML: a payload for each page, because documents cannot be strung together; the last one moves the cursor.</summary>
    public async IAsyncEnumerable<FetchedPayload> PayloadsAsync(bool xml, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (_unreadable is not null || !xml)
        {
            yield return new FetchedPayload($"{Title}.{(xml ? "xml" : "json")}", _ => Open(), After, () => Walk.Declared);
            yield break;
        }

        var page = await Walk.NextAsync(ct).ConfigureAwait(false);
        for (int number = 1; page is not null; number++)
        {
            var (now, next) = (page, await Walk.NextAsync(ct).ConfigureAwait(false));
            yield return new FetchedPayload(
                FormattableString.Invariant($"{Title}-p{number:0000}.xml"),
                _ => Task.FromResult<Stream>(new MemoryStream(now.Body.ToArray(), writable: false)),
                next is null ? After : Before,
                () => Walk.Total is null ? null : now.Rows);
            page = next;
        }
    }

    private Task<Stream> Open() => _unreadable is null
        ? Task.FromResult<Stream>(new PageStream(Walk))
        : throw new ConnectorException(_unreadable.Kind, _unreadable.OperatorMessage, _unreadable);
}
