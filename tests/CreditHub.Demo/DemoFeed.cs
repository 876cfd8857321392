using CreditHub.Testing.Truth;

namespace CreditHub.Demo;

/// <summary>One connector with the data its supplier has, and what must become of it.</summary>
internal sealed record DemoFeed(FeedLayout Layout, FeedTruth Truth)
{
    public string Name => Layout.Name;

    public string Supplier => Layout.Connector.GetProperty("supplier").GetProperty("name").GetString()!;
}
