using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>The pages of a walk as one stream, each followed by a line feed, fetched as they are read. Holds one page.</summary>
internal sealed class PageStream(PageWalk walk) : ForwardStream
{
    private static readonly ReadOnlyMemory<byte> LineFeed = "\n"u8.ToArray();
    private ReadOnlyMemory<byte> _page;
    private bool _betweenPages = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_page.IsEmpty)
        {
            if (!_betweenPages)
            {
                _page = LineFeed;
                _betweenPages = true;
            }
            else if (await walk.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                _page = next.Body;
                _betweenPages = false;
            }
            else
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _page.Length);
        _page[..count].CopyTo(buffer);
        _page = _page[count..];
        return count;
    }
}
