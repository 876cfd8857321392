using System.Text.Json.Nodes;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Kit;

public sealed class StrictnessTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private FakePlatform _platform = null!;
    private PlatformClient _client = null!;

    public static TheoryData<string, string, string, string?> Faults => new()
    {
        { "E1001", "GIBT_ES_NICHT", "GIBT_ES_NICHT", "x" },
        { "E1002", "ZGSWJG", "ZGSWJG", null },
        { "E1003", "TYSHXYDM", "TYSHXYDM", MadeUpNumbers.Spoil(MadeUpNumbers.Uscc(0)) },
        { "E1003", "NSRSBH", "NSRSBH", "12345" },
        { "E1004", "NSRMC", "NSRMC", new string('长', 201) },
        { "E1005", "PDRQ", "PDRQ", "2026-04-30" },
        { "E1005", "PDRQ", "PDRQ", "2026/02/30" },
        { "E1005", "YXQZ", "YXQZ", "2025/12/31" },
        { "E1005", "SSND", "SSND", "25" },
        { "E1007", "XYDJ", "XYDJ", "B" },
        { "E1007", "XYDJ", "XYDJ", "Z" },
        { "E1008", "PDRQ", "PDRQ", "" },
        { "E1009", "", "SSND", "2024" },
        { "E1011", "NSRMC", "NSRMC", "坏\u0001名" },
    };

    public async ValueTask InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync(new FakePlatformOptions { ConfigDirectory = KitFiles.Config, Time = new TestClock() }, Ct);
        _client = new PlatformClient(_platform);
        await _client.LoginAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _platform.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Rejects_the_record_with_code_field_and_chinese_message(string code, string field, string changed, string? value)
    {
        var result = await _client.ResultAsync(PlatformClient.Publish(change: data => Change(data, changed, value)), Ct);

        Assert.Equal(("REJECTED", code), ((string)result["status"]!, (string)result["code"]!));
        Assert.Equal(field.Length == 0 ? null : field, (string?)result["field"]);
        Assert.Contains((string)result["message"]!, c => c >= '\u4e00');
        Assert.Empty(_platform.Holdings);
    }

    [Fact]
    public async Task Rejects_null_and_numbers_in_place_of_text()
    {
        var empty = await _client.ResultAsync(PlatformClient.Publish(change: data => data["PDRQ"] = null), Ct);
        var number = await _client.ResultAsync(PlatformClient.Publish(change: data => data["SSND"] = 2025), Ct);

        Assert.Equal(("E1008", "E1006"), ((string)empty["code"]!, (string)number["code"]!));
    }

    [Theory]
    [InlineData("count")]
    [InlineData("extra")]
    [InlineData("version")]
    [InlineData("recordId")]
    [InlineData("reason")]
    public async Task Refuses_the_packet_whose_envelope_is_wrong(string part)
    {
        var id = Guid.NewGuid();
        var packet = JsonNode.Parse(PlatformClient.Packet(id, PlatformClient.Withdraw(2)))!.AsObject();
        var record = packet["records"]![0]!.AsObject();
        (part switch { "count" or "extra" => packet, _ => record })[part] = part switch { "count" => 2, "version" => 0, _ => "NO" };

        var (status, body) = await _client.SendAsync(id, packet.ToJsonString(), Ct);

        Assert.Equal((400, "BAD_PACKET"), (status, (string)body["code"]!));
    }

    [Fact]
    public async Task Unknown_edition_is_an_unknown_dataset()
    {
        var id = Guid.NewGuid();
        var packet = PlatformClient.Packet(id, PlatformClient.Publish()).Replace("\"2024\"", "\"1999\"", StringComparison.Ordinal);

        Assert.Equal(404, (await _client.SendAsync(id, packet, Ct)).Status);
    }

    private static void Change(JsonObject data, string field, string? value)
    {
        if (field == "YXQZ")
        {
            data["YXQS"] = "2026/01/01";
        }

        if (value is null)
        {
            data.Remove(field);
        }
        else
        {
            data[field] = value;
        }
    }
}
