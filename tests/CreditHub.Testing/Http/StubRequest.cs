using System.Text;

namespace CreditHub.Testing;

/// <summary>One request as a <see cref="StubServer"/> got it. <see cref="Query"/> begins with <c>?</c> or is empty; header names ignore case.</summary>
public sealed record StubRequest(
    DateTimeOffset At, string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool Matched)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
