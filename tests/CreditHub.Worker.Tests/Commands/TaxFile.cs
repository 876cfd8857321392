using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Commands;

/// <summary>A small file of the tax office: two good rows and a bad one, made up.</summary>
internal static class TaxFile
{
    public static async Task<string> WriteAsync(Hub hub, CancellationToken ct)
    {
        string folder = Path.Combine(hub.Data, "inbox", "tax");
        Directory.CreateDirectory(folder);
        string[] rows =
        [
            "社会信用代码,税号,纳税人名称,年度,等级,主管税务机关（科所分局）,评价日期",
            Row(Code(1), "样例一有限公司"),
            Row(Code(2), "样例二有限公司"),
            Row("914110000000000000", "坏码有限公司"),
        ];
        string file = Path.Combine(folder, "纳税信用A级1.csv");
        await File.WriteAllTextAsync(file, string.Join("\r\n", rows) + "\r\n", System.Text.CodePagesEncodingProvider.Instance.GetEncoding(54936)!, ct);
        // Older than the quiet time a file must have had: nobody is writing it any more.
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5));
        string connector = Path.Combine(hub.Config, "connectors", "tax.json");
        string text = await File.ReadAllTextAsync(connector, ct);
        await File.WriteAllTextAsync(connector, text.Replace("\"stableSeconds\": 2", "\"stableSeconds\": 0", StringComparison.Ordinal), ct);
        return Code(1);
    }

    private static string Row(string code, string name) => $"{code},{code},{name},2025,A,国家税务总局样例市税务局,2026-04-01";

    private static string Code(int number) => MadeUpNumbers.Uscc(number);
}
