using System.Security.Cryptography;
using System.Text;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Demo;

/// <summary>One connector with the data its supplier has, and what must become of it.</summary>
internal sealed record DemoFeed(FeedLayout Layout, FeedTruth Truth)
{
    public string Name => Layout.Name;

    public string Supplier => Layout.Connector.GetProperty("supplier").GetProperty("name").GetString()!;

    /// <summary>Digest of all the supplier serves.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(
        Layout.IsFile ? FeedFile.Write(Layout, Truth) : Encoding.UTF8.GetBytes(string.Concat(Truth.Rows.Select(row => FeedJson.Record(Layout, row).ToJsonString() + row.UpdatedAt.Ticks)))));
}
