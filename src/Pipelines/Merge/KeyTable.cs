using System.Buffers.Binary;
using System.Numerics;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Last row of each key of a run. Keys lie by row number in pages, and only row numbers are hashed, so growing moves four bytes a key:
/// 16 bytes a row and 8 to 16 a key, where a dictionary takes three times as much while it grows.
/// </summary>
internal sealed class KeyTable
{
    private const int PageBits = 14;
    private const int PageRows = 1 << PageBits;

    // Chosen anew by each process, so that nobody can prepare keys that meet in one place.
    private static readonly ulong s_factor = (ulong)Random.Shared.NextInt64() | 1;

    private readonly List<UInt128[]> _pages = [];
    private int[] _slots = new int[PageRows]; // row + 1; 0 = free
    private int _used;

    /// <summary>Notes that this row has this key; gives the last row that had it before, or null.</summary>
    public int? Put(int row, RecordId id)
    {
        if (_used * 2 >= _slots.Length)
        {
            Grow();
        }

        while (_pages.Count <= row >> PageBits)
        {
            _pages.Add(new UInt128[PageRows]);
        }

        var key = BinaryPrimitives.ReadUInt128LittleEndian(id.Bytes);
        _pages[row >> PageBits][row & (PageRows - 1)] = key;
        int slot = Find(key);
        int earlier = _slots[slot] - 1;
        _slots[slot] = row + 1;
        if (earlier >= 0)
        {
            return earlier;
        }

        _used++;
        return null;
    }

    private UInt128 KeyOf(int row) => _pages[row >> PageBits][row & (PageRows - 1)];

    /// <summary>The slot of the key, or the free one where it belongs.</summary>
    private int Find(UInt128 key)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(((ulong)key * s_factor) >> (64 - BitOperations.Log2((uint)_slots.Length)));
        while (_slots[slot] > 0 && KeyOf(_slots[slot] - 1) != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new int[old.Length * 2];
        foreach (int entry in old)
        {
            if (entry > 0)
            {
                _slots[Find(KeyOf(entry - 1))] = entry;
            }
        }
    }
}
