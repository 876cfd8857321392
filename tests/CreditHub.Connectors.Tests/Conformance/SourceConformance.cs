using System.Diagnostics;
using System.Globalization;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>
/// What every kind of source keeps, whatever it speaks: nothing lost, nothing doubled beyond what it declares, each fault of its kind, an end in bounded time
/// and memory. A kind derives and says how its supplier is scripted. <c>CREDITHUB_CONFORMANCE_ROWS</c> makes the large run larger (default 4,000) and huge values 100 MB.
/// </summary>
public abstract class SourceConformance
{
    private const int Rows = 35;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly IReadOnlyList<int> All = [.. Enumerable.Range(0, Rows)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string? Scale => Environment.GetEnvironmentVariable("CREDITHUB_CONFORMANCE_ROWS");

    private static int LargeRows => int.Parse(Scale ?? "4000", CultureInfo.InvariantCulture);

    /// <summary>The large run was asked for: every test of every kind.</summary>
    protected static bool Whole => Scale is not null;

    /// <summary>Cursors are for people only: one of them is tried for all.</summary>
    protected virtual bool IgnoresCursors => false;

    /// <summary>A supplier without records and faults.</summary>
    protected abstract Task<ScriptedSupplier> StartAsync();

    /// <summary>What a fault of the supplier may be called. Narrow it where the kind knows better.</summary>
    protected virtual IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) => fault switch
    {
        SupplierFault.Unauthorised => [FailureKind.Config],
        SupplierFault.Unreachable => [FailureKind.Transient],
        SupplierFault.Cut => [FailureKind.Transient, FailureKind.Payload],
        SupplierFault.WrongType => [FailureKind.Config, FailureKind.Payload],
        SupplierFault.HugeField => [FailureKind.Config, FailureKind.Payload],
        _ => [FailureKind.Transient],
    };

    [Fact]
    public async Task Everything_comes_and_comes_once()
    {
        await using var supplier = await WithAsync(All);

        Assert.Equal(All, Once(supplier, await RunAsync(supplier, Cursor.Start)));
    }

    [Fact]
    public async Task An_order_of_the_suppliers_own_loses_nothing()
    {
        int[] shuffled = [.. All];
        new Random(20261125).Shuffle(shuffled);
        await using var supplier = await WithAsync(shuffled);

        Assert.Equal(All, Once(supplier, await RunAsync(supplier, Cursor.Start)).Order());
    }

    [Fact]
    public async Task Nothing_there_is_no_failure()
    {
        await using var supplier = await WithAsync([]);

        Assert.Empty((await RunAsync(supplier, Cursor.Start)).Numbers);
    }

    [Fact]
    public async Task A_run_resumed_after_any_payload_brings_the_rest()
    {
        await using var first = await WithAsync(All);
        int payloads = (await RunAsync(first, Cursor.Start)).Cursors.Count;
        for (int killedAfter = 0; killedAfter <= payloads; killedAfter++)
        {
            await using var supplier = await WithAsync(All);
            var before = await RunAsync(supplier, Cursor.Start, killedAfter);
            var after = await RunAsync(supplier, before.Cursors.Count == 0 ? Cursor.Start : before.Cursors[^1]);

            Assert.Equal(All, before.Numbers.Union(after.Numbers).Order());
            Assert.InRange(before.Numbers.Intersect(after.Numbers).Count(), 0, supplier.Overlap);
        }
    }

    [Fact]
    public async Task A_payload_given_up_in_the_middle_comes_whole_the_next_time()
    {
        foreach (int bytes in (int[])[0, 1, 40, 200])
        {
            await using var supplier = await WithAsync(All);
            await supplier.WhileAsync(GiveUpAsync(supplier, bytes));

            Assert.Equal(All, Once(supplier, await RunAsync(supplier, Cursor.Start)));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"v\":99}")]
    [InlineData("2026-11-20 09:00:00")]
    [InlineData("\u0001' or 1=1 --")]
    public async Task A_cursor_that_is_none_is_refused_or_not_needed(string cursor)
    {
        Assert.SkipWhen(IgnoresCursors && !Whole && cursor != "x", "the cursor of this kind is for people only");
        await using var supplier = await WithAsync(All);

        await RefusedOrCompleteAsync(supplier, new Cursor(cursor));
    }

    [Fact]
    public async Task A_cursor_from_the_future_is_refused_or_not_needed()
    {
        await using var supplier = await WithAsync(All);
        Assert.SkipWhen(supplier.FromTheFuture is null, "the cursor of this kind says nothing about time");

        await RefusedOrCompleteAsync(supplier, supplier.FromTheFuture!.Value);
    }

    [Theory]
    [InlineData(SupplierFault.Unreachable)]
    [InlineData(SupplierFault.Unauthorised)]
    [InlineData(SupplierFault.Cut)]
    [InlineData(SupplierFault.WrongType)]
    public async Task A_fault_has_its_kind_and_nothing_is_lost_when_it_heals(SupplierFault fault)
    {
        await using var supplier = await BrokenAsync(fault);

        var before = new Collected();
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => supplier.WhileAsync(before.RunAsync(supplier, Cursor.Start, int.MaxValue, Stop)));
        await supplier.BreakAsync(SupplierFault.None);
        var after = await RunAsync(supplier, before.Cursors.Count == 0 ? Cursor.Start : before.Cursors[^1]);

        Assert.Contains(failure.Kind, KindsOf(fault));
        Assert.NotEmpty(failure.OperatorMessage);
        Assert.Equal(All, before.Numbers.Union(after.Numbers).Order());
        Assert.InRange(before.Numbers.Intersect(after.Numbers).Count(), 0, supplier.Overlap);
    }

    [Fact]
    public async Task What_comes_twice_neither_loops_nor_loses()
    {
        await using var supplier = await BrokenAsync(SupplierFault.Repeated);

        try
        {
            Assert.Equal(All, (await RunAsync(supplier, Cursor.Start)).Numbers.Distinct().Order());
        }
        catch (ConnectorException noticed)
        {
            Assert.Contains(noticed.Kind, KindsOf(SupplierFault.Repeated));
        }
    }

    [Fact]
    public async Task A_huge_value_takes_neither_the_memory_nor_the_next_run()
    {
        await using var supplier = await BrokenAsync(SupplierFault.HugeField);
        var before = new Collected();
        try
        {
            await supplier.WhileAsync(before.RunAsync(supplier, Cursor.Start, int.MaxValue, Stop));
            Assert.True(before.Faulty > 0, "a huge value was taken for a good record");
        }
        catch (ConnectorException refused)
        {
            Assert.Contains(refused.Kind, KindsOf(SupplierFault.HugeField));
        }

        await supplier.BreakAsync(SupplierFault.None);
        Assert.Equal(All, before.Numbers.Union((await RunAsync(supplier, Cursor.Start)).Numbers).Order());
    }

    [Fact]
    public async Task Giving_up_on_a_slow_supplier_takes_no_time()
    {
        await using var supplier = await BrokenAsync(SupplierFault.Slow);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = new Collected().RunAsync(supplier, Cursor.Start, int.MaxValue, patience.Token);
        var watch = Stopwatch.StartNew();
        patience.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Bound, Stop));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task Many_records_need_no_more_memory_than_few()
    {
        await using var supplier = await WithAsync([.. Enumerable.Range(0, LargeRows)]);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        var collected = await RunAsync(supplier, Cursor.Start);

        Assert.Equal(LargeRows, collected.Numbers.Distinct().Count());

        // the heap belongs to all tests that run at the same time: it is judged where the large run is asked for, alone
        Assert.True(Scale is null || collected.PeakHeap - before < 200L << 20, $"{(collected.PeakHeap - before) >> 20} MiB more on the heap");
    }

    private static IEnumerable<int> Once(ScriptedSupplier supplier, Collected collected) =>
        supplier.RepeatsAtBorders ? collected.Numbers.Distinct() : collected.Numbers;

    private static Task<Collected> RunAsync(ScriptedSupplier supplier, Cursor from, int payloads = int.MaxValue) =>
        supplier.WhileAsync(new Collected().RunAsync(supplier, from, payloads, Stop));

    private static async Task<bool> GiveUpAsync(ScriptedSupplier supplier, int bytes)
    {
        await foreach (var payload in supplier.Open().FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            await using var stream = await payload.OpenAsync(Stop);
            await stream.ReadAtLeastAsync(new byte[bytes], bytes, throwOnEndOfStream: false, Stop);
            return true;
        }

        return false;
    }

    private static async Task RefusedOrCompleteAsync(ScriptedSupplier supplier, Cursor cursor)
    {
        try
        {
            Assert.Equal(All, Once(supplier, await RunAsync(supplier, cursor)).Order());
        }
        catch (ConnectorException refused)
        {
            Assert.Equal(FailureKind.Config, refused.Kind);
        }
    }

    private async Task<ScriptedSupplier> WithAsync(IReadOnlyList<int> numbers)
    {
        var supplier = await StartAsync();
        await supplier.HoldAsync(numbers);
        return supplier;
    }

    private async Task<ScriptedSupplier> BrokenAsync(SupplierFault fault)
    {
        var supplier = await WithAsync(All);
        if (!supplier.Faults.Contains(fault))
        {
            await supplier.DisposeAsync();
            Assert.Skip($"no supplier of this kind can be {fault}");
        }

        await supplier.BreakAsync(fault);
        return supplier;
    }
}
