create table other_part (name text not null) strict;
