using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>One database for all suppliers of a test class; each has its own table.</summary>
public sealed class TableDatabase : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
