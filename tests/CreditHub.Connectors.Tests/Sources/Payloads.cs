using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>What tests of file sources do with payloads.</summary>
internal static class Payloads
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<List<FetchedPayload>> FetchAsync(ISource source)
    {
        var payloads = new List<FetchedPayload>();
        await foreach (var payload in source.FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            payloads.Add(payload);
        }

        return payloads;
    }

    public static async Task<string> ReadAsync(FetchedPayload payload)
    {
        using var reader = new StreamReader(await payload.OpenAsync(Stop));
        return await reader.ReadToEndAsync(Stop);
    }

    public static SettledPayload Settled(string name, string text, PayloadOutcome outcome = PayloadOutcome.Merged) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), outcome, "缺少列：名称");
}
