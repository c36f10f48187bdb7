psql -XAtq -v ON_ERROR_STOP=1 -c "ALTER TABLE IF EXISTS items ADD COLUMN IF NOT EXISTS price int"
# A version whose migration does not get on with what is restored.
if [ -e /app/not-null ]; then
  psql -XAtq -v ON_ERROR_STOP=1 -c "ALTER TABLE items ALTER COLUMN price SET NOT NULL"
fi
