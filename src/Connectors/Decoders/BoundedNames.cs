using System.Xml;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Names of an XML document, which its reader keeps for as long as it reads: so many, and not one for each element of a hostile one. Errors:
/// <see cref="ConnectorException"/> of kind Payload.
/// </summary>
internal sealed class BoundedNames : NameTable
{
    private const int Most = 20_000;
    private int _count;

    /// <inheritdoc/>
    public override string Add(string key) => base.Get(key) ?? base.Add(Counted(key));

    /// <inheritdoc/>
    public override string Add(char[] key, int start, int len) => base.Get(key, start, len) ?? base.Add(Counted(new string(key, start, len)));

    private string Counted(string key) => ++_count <= Most ? key : throw new ConnectorException(FailureKind.Payload, $"XML中不同的名称超过{Most}个，整份文件未接收");
}
