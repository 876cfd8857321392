using System.Net;

namespace CreditHub.Connectors.Http;

/// <summary>
/// Notes that the body of a request started to leave. Before that the other side cannot have acted on it; afterwards nobody can tell without asking.
/// </summary>
internal sealed class BegunContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Flag _begun;

    public BegunContent(HttpContent inner, Flag begun)
    {
        _inner = inner;
        _begun = begun;
        foreach (var header in inner.Headers)
        {
            Headers.Add(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun.Raised = true;
        return _inner.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Raised once, never lowered.</summary>
    internal sealed class Flag
    {
        public volatile bool Raised;
    }
}
