using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>A front-end database in each of its ways of reading.</summary>
public abstract class DatabaseConformance(TableDatabase database) : SourceConformance
{
    protected abstract TableSupplierShape Shape { get; }

    protected override Task<ScriptedSupplier> StartAsync() => Task.FromResult<ScriptedSupplier>(new TableSupplier(Shape, database.Database));

    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) => fault switch
    {
        SupplierFault.Cut => [FailureKind.Transient],
        SupplierFault.WrongType => [FailureKind.Config],
        _ => base.KindsOf(fault),
    };

    /// <summary>Overlap of five seconds, a row each second.</summary>
    public sealed class Changes(TableDatabase database) : DatabaseConformance(database), IClassFixture<TableDatabase>
    {
        protected override TableSupplierShape Shape => new("changes", 6);
    }

    public sealed class Query(TableDatabase database) : DatabaseConformance(database), IClassFixture<TableDatabase>
    {
        protected override TableSupplierShape Shape => new("query", 6);
    }

    public sealed class Marks(TableDatabase database) : DatabaseConformance(database), IClassFixture<TableDatabase>
    {
        protected override TableSupplierShape Shape => new("mark", 0);
    }

    public sealed class Snapshot(TableDatabase database) : DatabaseConformance(database), IClassFixture<TableDatabase>
    {
        protected override TableSupplierShape Shape => new("snapshot", int.MaxValue);
    }

    /// <summary>A driver that is not built in says of most faults only that there was one.</summary>
    public sealed class OtherDriver : SourceConformance
    {
        protected override Task<ScriptedSupplier> StartAsync() => Task.FromResult<ScriptedSupplier>(new SqliteSupplier());

        protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) => fault == SupplierFault.HugeField ? base.KindsOf(fault) : [FailureKind.Transient, FailureKind.Config];
    }
}
