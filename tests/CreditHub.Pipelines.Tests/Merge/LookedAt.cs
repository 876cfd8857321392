using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Pipelines.Tests.Merge;

/// <summary>A run of the connector <c>west</c> whose files have been looked at and asked about; nothing of it is merged yet.</summary>
internal sealed class LookedAt : IAsyncDisposable
{
    private const int ChunkSize = 10_000;

    private readonly Books _books;
    private readonly Lease _lease;
    private readonly List<ChunkContext> _payloads = [];
    private readonly FileStream _file = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    private readonly RecordSpool _spool;
    private readonly Survey _survey = new();

    private LookedAt(Books books, Lease lease)
    {
        _books = books;
        _lease = lease;
        _spool = new RecordSpool(_file);
    }

    public long SpooledBytes => _file.Length;

    /// <summary>Line of the first file up to which an earlier process has merged it.</summary>
    public int MergedLine
    {
        set => _payloads[0].Payload.MergedLine = value;
    }

    public static Task<LookedAt> OpenAsync(Books books, params (string Key, string Value)[][] files) =>
        OpenAsync(books, new HeadProbe(books.Source, NullLogger<HeadProbe>.Instance), files);

    public static async Task<LookedAt> OpenAsync(Books books, HeadProbe probe, params (string Key, string Value)[][] files)
    {
        var run = new LookedAt(books, await books.LeaseAsync("connector:west"));
        await using var rows = new ProbeAhead(probe, run._spool);
        var context = await books.RunAsync(run._lease, "west");
        foreach (var file in files)
        {
            run._payloads.Add(run._payloads.Count == 0 ? context : await books.AlsoAsync(context, run._payloads.Count));
            run._survey.BeginPayload();
            rows.BeginPayload();
            foreach (var some in file.Index().Chunk(256))
            {
                var block = new SpoolBlock(some.Length, 1 << 16);
                Array.ForEach(some, row => block.Add(Books.Accepted(row.Item.Key, row.Item.Value, row.Index + 1), payload: 0));
                run._survey.Add(block);
                await rows.AddAsync(block, default);
            }
        }

        await rows.CompleteAsync(default);
        run._survey.Close();
        await run._file.FlushAsync();
        return run;
    }

    public async Task LoadAsync()
    {
        var open = await new Registry(_books.Source).OpenRejectionsAsync("feed", default);
        for (int place = 0; place < _payloads.Count; place++)
        {
            await new MergeStep(_books.Writer).LoadAsync(_payloads[place] with { OpenRejections = open }, _spool, _survey, place, ChunkSize, _ => { }, default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _spool.Dispose();
        await _lease.DisposeAsync();
    }
}
