using System.Buffers.Binary;
using System.Security.Cryptography;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Merge;

public sealed class KeyTableTests
{
    [Fact]
    public void Finds_the_last_row_of_every_key_while_growing()
    {
        var random = new Random(20261120);
        var table = new KeyTable();
        var truth = new Dictionary<int, int>();
        for (int row = 0; row < 200_000; row += random.Next(1, 4))
        {
            int key = random.Next(60_000);
            int? earlier = truth.TryGetValue(key, out int last) ? last : null;
            Assert.Equal(earlier, table.Put(row, Id(key)));
            truth[key] = row;
        }
    }

    private static RecordId Id(int key)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, key);
        return new RecordId(SHA256.HashData(bytes));
    }
}
