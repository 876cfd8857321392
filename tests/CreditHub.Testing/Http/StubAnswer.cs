using System.Text;

namespace CreditHub.Testing;

/// <summary>One answer of a <see cref="StubServer"/>.</summary>
public sealed record StubAnswer
{
    public int Status { get; init; } = 200;

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Wait before the answer; between two bytes with <see cref="StubFault.SlowBody"/>.</summary>
    public TimeSpan Delay { get; init; }

    public StubFault Fault { get; init; }

    public static StubAnswer Json(string body, int status = 200) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(body), ContentType = "application/json; charset=utf-8" };

    public static StubAnswer Text(string body, int status = 200, string contentType = "text/plain; charset=utf-8") =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(body), ContentType = contentType };

    public static StubAnswer Bytes(byte[] body, string contentType = "application/octet-stream") => new() { Body = body, ContentType = contentType };

    public static StubAnswer Empty(int status) => new() { Status = status };

    public static StubAnswer Failing(StubFault fault) => Json("{\"never\":\"whole\"}") with { Fault = fault };

    /// <summary>The same answer with one more header.</summary>
    public StubAnswer With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };

    /// <summary>The same answer later.</summary>
    public StubAnswer After(TimeSpan delay) => this with { Delay = delay };
}
