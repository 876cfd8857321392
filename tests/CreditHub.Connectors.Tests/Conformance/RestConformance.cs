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

    public sealed class OffsetWithOverlap : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"offset","parameter":"offset","sizeParameter":"size","size":10,"overlap":3},"total":"$.total", """) { RepeatsAtBorders = true };
    }

    public sealed class Link : RestConformance
    {
        protected override RestSupplierShape Shape => new(""" "paging":{"type":"link","sizeParameter":"size","size":10}, """) { Links = true };
    }

    public sealed class TimeWindow : RestConformance
    {
        protected override RestSupplierShape Shape => new(
            """ "timeWindows":{"from":"since","to":"until","start":"2026-11-01","lengthMinutes":600},"total":"$.total","paging":{"type":"page","parameter":"page","sizeParameter":"size","size":10}, """)
        {
            Windows = true, Overlap = 1, RepeatsAtBorders = true,
        };
    }

    public sealed class Soap : RestConformance
    {
        protected override RestSupplierShape Shape => new(
            """
            "soap":{"action":"urn:list"},"body":{"type":"xml","template":"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><list><page>{page}</page><size>{size}</size></list></e:Body></e:Envelope>"},
            "total":"/Envelope/Body/listResponse/total","paging":{"type":"page","size":10},
            """)
        {
            Soap = true,
        };
    }
}
