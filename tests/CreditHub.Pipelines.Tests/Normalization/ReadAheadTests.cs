using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

public sealed class ReadAheadTests
{
    private static readonly string[] s_columns = ["A", "B"];

    [Fact]
    public async Task Rows_come_whole_and_in_order_whatever_their_length()
    {
        var lengths = Enumerable.Range(0, 3000).Select(i => i % 700 == 0 ? 400_000 : i % 50).ToList();
        int line = 0;
        await foreach (var row in Rows(lengths).AheadAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal((++line, line + 1, 2), (row.Line, row.Position, row.Count));
            Assert.Same(s_columns, row.Columns);
            Assert.Equal(lengths[line - 1], row[1].Length);
            Assert.Equal($"{line}", Encoding.UTF8.GetString(row[0]));
        }

        Assert.Equal(3000, line);
    }

    [Fact]
    public async Task What_the_decoder_throws_comes_after_the_rows_before_it()
    {
        int seen = 0;
        var thrown = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var row in Rows([.. Enumerable.Repeat(1, 600)], failAt: 500).AheadAsync(TestContext.Current.CancellationToken))
            {
                seen = row.Line;
            }
        });
        Assert.Equal((500, "坏"), (seen, thrown.OperatorMessage));
    }

    [Fact]
    public async Task Left_early_it_has_stopped_the_decoder()
    {
        bool ended = false;
        await foreach (var _ in Rows([.. Enumerable.Repeat(1, 100_000)], onEnd: () => ended = true).AheadAsync(TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.True(ended);
    }

    [Fact]
    public async Task Cancelled_it_ends()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Rows([.. Enumerable.Repeat(1, 100_000)]).AheadAsync(stop.Token))
            {
                if (row.Line == 300)
                {
                    await stop.CancelAsync();
                }
            }
        });
    }

    private static async IAsyncEnumerable<RawRecord> Rows(
        List<int> lengths, int failAt = -1, Action? onEnd = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await Task.Yield();
        try
        {
            var raw = new RawRecord();
            for (int i = 0; i < lengths.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                if (i == failAt)
                {
                    throw new ConnectorException(FailureKind.Payload, "坏");
                }

                raw.Reset(s_columns, i + 1, i + 2);
                raw.Add(Encoding.UTF8.GetBytes($"{i + 1}"));
                raw.Add(new byte[lengths[i]]);
                yield return raw;
            }
        }
        finally
        {
            onEnd?.Invoke();
        }
    }
}
