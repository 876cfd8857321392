using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Merge;

public sealed class CheckLanesTests
{
    private static readonly string[] s_columns = ["A", "B"];
    private static readonly string[] s_turned = ["多余", "B", "A"];

    [Fact]
    public async Task Rows_come_whole_and_in_order_whatever_their_length()
    {
        var lengths = Enumerable.Range(0, 3000).Select(i => i % 700 == 0 ? 400_000 : i % 50).ToList();

        var rows = await ReadAsync(new Rows(lengths));

        Assert.Equal(Enumerable.Range(1, 3000), rows.Select(r => r.Line));
        Assert.Equal(lengths.Select((length, i) => Content(i + 1, length)), rows.Select(r => r.Content));
    }

    [Fact]
    public async Task Every_row_is_read_by_the_columns_it_came_with()
    {
        var rows = await ReadAsync(new Rows([.. Enumerable.Repeat(3, 2000)]) { TurnedFrom = 700 });

        Assert.Equal(Enumerable.Range(1, 2000).Select(line => Content(line, 3)), rows.Select(r => r.Content));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(500)]
    [InlineData(512)]
    public async Task What_the_decoder_throws_comes_after_the_rows_before_it(int failAt)
    {
        var seen = new List<(int, string)>();
        var thrown = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(new Rows([.. Enumerable.Repeat(1, 600)]) { FailAt = failAt }, seen));
        Assert.Equal((failAt, "坏"), (seen.Count, thrown.OperatorMessage));
    }

    [Fact]
    public async Task Columns_that_do_not_fit_are_refused_wherever_they_begin()
    {
        var thrown = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(new Rows([.. Enumerable.Repeat(1, 2000)]) { StrangeFrom = 1000 }));
        Assert.Equal(FailureKind.Payload, thrown.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(600)]
    public async Task Columns_that_nobody_takes_are_known_afterwards(int rows)
    {
        var lanes = Lanes();
        await foreach (var _ in lanes.ReadAsync(Stream.Null, new Rows([.. Enumerable.Repeat(1, rows)]) { TurnedFrom = 0 }, default, TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(["多余"], lanes.UnknownColumns);
    }

    [Fact]
    public async Task Left_early_it_has_stopped_the_decoder()
    {
        var decoder = new Rows([.. Enumerable.Repeat(1, 100_000)]);
        await foreach (var _ in Lanes().ReadAsync(Stream.Null, decoder, default, TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.True(decoder.Ended);
    }

    [Fact]
    public async Task Cancelled_it_ends()
    {
        using var stop = new CancellationTokenSource();
        var decoder = new Rows([.. Enumerable.Repeat(1, 100_000)]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Lanes().ReadAsync(Stream.Null, decoder, default, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        Assert.True(decoder.Ended);
    }

    private static string Content(int line, int length) => length == 0 ? $$"""{"A":"{{line}}"}""" : $$"""{"A":"{{line}}","B":"{{new string('b', length)}}"}""";

    private static CheckLanes Lanes()
    {
        var dataset = new TestDataset().Field("A").Field("B").Map("A", ["A"]);
        return new CheckLanes((Normalizer)dataset.Normalizer(), () => (Normalizer)dataset.Normalizer());
    }

    private static async Task<List<(int Line, string Content)>> ReadAsync(IPayloadDecoder decoder, List<(int Line, string Content)>? into = null)
    {
        into ??= [];
        using var spool = new RecordSpool(new MemoryStream());
        var row = new SpooledRow();
        await foreach (var block in Lanes().ReadAsync(Stream.Null, decoder, default, TestContext.Current.CancellationToken))
        {
            spool.Restart();
            spool.BeginPayload();
            spool.Append(block);
            for (spool.Open(0); spool.TryRead(row);)
            {
                into.Add((row.Line, Encoding.UTF8.GetString(row.Content)));
            }
        }

        return into;
    }

    /// <summary>Rows of a number and so many letters.</summary>
    private sealed class Rows(List<int> lengths) : IPayloadDecoder
    {
        public int FailAt { get; init; } = -1;

        public int TurnedFrom { get; init; } = int.MaxValue;

        public int StrangeFrom { get; init; } = int.MaxValue;

        public bool Ended { get; private set; }

        public string LocationTemplate => "第{0}行";

        public bool FixedColumns => true;

        public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, _ => { }, ct);

        public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            columnsKnown(TurnedFrom == 0 ? s_turned : s_columns);
            try
            {
                var raw = new RawRecord();
                string[] strange = ["别的"];
                for (int i = 0; i < lengths.Count; i++)
                {
                    ct.ThrowIfCancellationRequested();
                    if (i == FailAt)
                    {
                        throw new ConnectorException(FailureKind.Payload, "坏");
                    }

                    bool turned = i >= TurnedFrom;
                    raw.Reset(i >= StrangeFrom ? strange : turned ? s_turned : s_columns, i + 1, i + 2);
                    byte[][] texts = [Encoding.UTF8.GetBytes($"{i + 1}"), Encoding.UTF8.GetBytes(new string('b', lengths[i]))];
                    foreach (byte[] text in turned ? ["x"u8.ToArray(), texts[1], texts[0]] : texts)
                    {
                        raw.Add(text);
                    }

                    yield return raw;
                }
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
