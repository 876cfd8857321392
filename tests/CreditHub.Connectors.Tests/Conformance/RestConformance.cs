using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>An HTTP API in each of its ways of paging.</summary>
public abstract class RestConformance : SourceConformance
{
    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) =>
        fault == SupplierFault.Cut ? [FailureKind.Transient] : base.KindsOf(fault);

    protected abstract RestSupplierShape Shape { get; }

    protected override async Task<ScriptedSupplier> StartAsync() => await RestSupplier.StartAsync(Shape);

    public sealed class None : RestConformance
    {
        protected override RestSupplierShape Shape => new("") { Size = int.MaxValue };
    }

    public sealed class Page : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"page","parameter":"page","sizeParameter":"size","size":10}, """);
    }

    public sealed class PageWithTotal : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"page","parameter":"page","sizeParameter":"size","size":10},"total":"$.total", """);
    }

    public sealed class Offset : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"offset","parameter":"offset","sizeParameter":"size","size":10}, """);
    }

    public sealed class Cursor : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"cursor","parameter":"after","next":"$.next"}, """);
    }
}
