using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>A supplier of one source kind of which a test decides every record and every fault. Records have a column <c>n</c>, their number.</summary>
public abstract class ScriptedSupplier : IAsyncDisposable
{
    /// <summary>Length of a huge value: 8 MB, which every limit on a field or record refuses; 100 MB where the large run is asked for.</summary>
    public static int HugeBytes { get; } = (Environment.GetEnvironmentVariable("CREDITHUB_CONFORMANCE_ROWS") is null ? 8 : 100) << 20;

    /// <summary>Reads what the source fetches.</summary>
    public abstract IPayloadDecoder Decoder { get; }

    /// <summary>Faults this kind of supplier can have.</summary>
    public abstract IReadOnlySet<SupplierFault> Faults { get; }

    /// <summary>Records a resumed run may bring a second time, by the source's own declaration. A source that always brings everything says <see cref="int.MaxValue"/>.</summary>
    public abstract int Overlap { get; }

    /// <summary>The source gives records at its borders (of pages, of windows) twice within one run, by its own declaration.</summary>
    public virtual bool RepeatsAtBorders => false;

    /// <summary>A cursor as this source writes it, of a day that is still to come; null when its cursor says nothing about time.</summary>
    public virtual Cursor? FromTheFuture => null;

    /// <summary>A new source, as a restarted program makes it.</summary>
    public abstract ISource Open();

    /// <summary>From now on the supplier has these records, in this order and in as many payloads as the kind can make of them.</summary>
    public abstract Task HoldAsync(IReadOnlyList<int> numbers);

    /// <summary>From now on this goes wrong; <see cref="SupplierFault.None"/> heals it.</summary>
    public abstract Task BreakAsync(SupplierFault fault);

    /// <summary>Waits for work of the source; a supplier whose source waits on a test clock turns its hands here.</summary>
    public virtual Task<T> WhileAsync<T>(Task<T> work) => work;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
